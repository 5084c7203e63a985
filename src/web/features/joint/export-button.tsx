import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { jointWorkbook } from '#contract/joint-branches';
import { useProblemText } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';

/** The groups as they stand on the page, as a workbook. */
export function ExportButton(props: {
  readonly areaId: string;
  readonly name: string;
  readonly groups: readonly (readonly string[])[];
}) {
  const { t } = useTranslation('joint');
  const text = useProblemText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const fetchFile = () => {
    setBusy(true);
    setError(null);
    client
      .call(jointWorkbook, { params: { areaId: props.areaId }, body: { groups: props.groups.map((group) => [...group]) } })
      .then(({ data }) => {
        const address = URL.createObjectURL(new Blob([data as BlobPart]));
        const link = document.createElement('a');
        link.href = address;
        link.download = `${props.name}.xlsx`;
        link.click();
        URL.revokeObjectURL(address);
      })
      .catch((reason: unknown) => setError(reason))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <Button onClick={fetchFile} disabled={busy}>
        {t('export')}
      </Button>
      {error ? (
        <span role="alert" className="second gap">
          {text(error).title}
        </span>
      ) : null}
    </>
  );
}
