import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { useFile } from './use-file.ts';
import './list-file.css';

const FORMATS = { xlsx: 'Excel', csv: 'CSV' } as const;

/** The format of a list taken out as a file. */
export type ListFormat = keyof typeof FORMATS;

/** Takes the list beside it out as a file, in the language of the page. */
export function ListFile(props: {
  /** Name under which the file is saved, without its ending. */
  readonly name: string;
  /** The bytes of the file. */
  readonly take: (format: ListFormat) => Promise<{ readonly data: Uint8Array }>;
}) {
  const { t } = useTranslation('ui');
  const { busy, failed, fetchFile } = useFile();
  return (
    <span className="q-list-file">
      <span className="ink2">{t('list-file')}</span>
      {(['xlsx', 'csv'] as const).map((format) => (
        <Button
          key={format}
          kind="link"
          size="row"
          disabled={busy}
          onClick={() => fetchFile(() => props.take(format), `${props.name}.${format}`)}
          label={t('list-file-as', { format: FORMATS[format] })}
        >
          {FORMATS[format]}
        </Button>
      ))}
      {failed ? (
        <span role="alert" className="second gap">
          {failed}
        </span>
      ) : null}
    </span>
  );
}
