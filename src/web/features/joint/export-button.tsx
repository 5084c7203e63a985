import { useTranslation } from 'react-i18next';
import { jointWorkbook } from '#contract/joint-branches';
import { client } from '../../data/remote/client.ts';
import { FileButton } from '../../ui/file-button.tsx';

/** The groups as they stand on the page, as a workbook. */
export function ExportButton(props: {
  readonly areaId: string;
  readonly name: string;
  readonly groups: readonly (readonly string[])[];
}) {
  const { t } = useTranslation('joint');
  return (
    <FileButton
      name={`${props.name}.xlsx`}
      take={() =>
        client.call(jointWorkbook, {
          params: { areaId: props.areaId },
          body: { groups: props.groups.map((group) => [...group]) },
        })
      }
    >
      {t('export')}
    </FileButton>
  );
}
