import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { importCreate, importList, importTemplate, tableExport, tableExportNames, UPLOAD_LIMIT } from '#contract/import';
import { importListFile } from '#contract/list-files-administration';
import { orgShow } from '#contract/organizations';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { useSession } from '../../app/session.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { formatDay, formatNumber, formatTime } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { NamesFile } from '../../ui/names-file.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Failed, Loading } from '../../ui/states.tsx';
import '../../ui/plain-table.css';
import './import.css';
import { KINDS, type Kind, TEXTS } from './texts.ts';

/** Hand in a table of one kind, or fetch a template or an export; below, what one has imported. */
export function Component() {
  const { t } = useTranslation(TEXTS);
  const [query, setQuery] = useSearchParams();
  const kind = KINDS.find((one) => one === query.get('kind')) ?? 'members';
  const options = KINDS.map((value) => ({ value, label: t(`tables:table-kind-${value}`) }));
  return (
    <Page>
      <PageHead title={t('import:title')} lead={<p>{t('import:lead')}</p>} />
      <div className="q-import-columns">
        <Sheet
          title={t('import:hand-in')}
          aside={
            <Segmented
              label={t('import:kind')}
              value={kind}
              options={options}
              onChange={(value) => setQuery({ kind: value }, { replace: true })}
            />
          }
        >
          <Drop kind={kind} />
        </Sheet>
        <Exports kind={kind} />
      </div>
      <History />
    </Page>
  );
}

/** Where a file is dropped or chosen; it is sent at once and the preview opens. */
function Drop({ kind }: { readonly kind: Kind }) {
  const { t } = useTranslation(TEXTS);
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState<File>();
  const id = useId();
  const send = useMutation({
    mutationFn: (file: File) =>
      client.call(
        importCreate,
        { query: { kind }, body: file },
        { contentType: 'application/octet-stream', fileName: file.name },
      ),
    onSuccess: ({ data }) => navigate(`/import/${data.id}`),
  });
  const take = (file: File | undefined) => {
    if (!file) return;
    setTooLarge(file.size > UPLOAD_LIMIT ? file : undefined);
    if (file.size <= UPLOAD_LIMIT) send.mutate(file);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same by keyboard */}
      <div
        className={over ? 'q-drop q-drop-over' : 'q-drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files[0]);
        }}
      >
        <p className="q-drop-title">{t('import:drop', { kind: t(`tables:table-kind-${kind}`) })}</p>
        <p className="second ink2">{t('import:drop-hint')}</p>
        <div className="q-drop-actions">
          <Button kind="primary" onClick={() => input.current?.click()} disabled={send.isPending}>
            {send.isPending ? t('import:sending') : t('import:choose-file')}
          </Button>
          <FileButton take={() => client.call(importTemplate, { params: { kind } })}>{t('import:template')}</FileButton>
        </div>
        <input
          ref={input}
          id={id}
          type="file"
          className="sr"
          tabIndex={-1}
          aria-label={t('import:choose-file')}
          accept=".xlsx,.csv,.txt,.tsv"
          onChange={(event) => {
            take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
      {tooLarge ? (
        <Failed
          title={t('import:too-large', {
            name: tooLarge.name,
            size: Math.ceil(tooLarge.size / 1024 / 1024),
            limit: UPLOAD_LIMIT / 1024 / 1024,
          })}
        >
          {t('import:too-large-text')}
        </Failed>
      ) : null}
      {send.error ? <ProblemState error={send.error} /> : null}
      <p className="second ink2 q-import-note">{t(`import:about-${kind}`)}</p>
      <p className="second ink2">{t('import:kept')}</p>
    </>
  );
}

function Exports({ kind }: { readonly kind: Kind }) {
  const { t } = useTranslation(TEXTS);
  const orgId = useSession().grant?.orgId ?? null;
  const own = useQuery({
    queryKey: ['org', orgId],
    queryFn: async () => (await client.call(orgShow, { params: { orgId: orgId! } })).data,
    enabled: kind === 'members' && orgId !== null,
  });
  // A body that sees counts alone would be refused the list of people.
  const countsOnly = kind === 'members' && own.data !== undefined && !own.data.may.seePersons;
  const take = (format: 'xlsx' | 'csv') => () => client.call(tableExport, { params: { kind }, query: { format } });
  return (
    <Sheet title={t('import:export')} note={t(`tables:table-kind-${kind}`)}>
      <p className="second ink2">{t(countsOnly ? 'import:export-counts-only' : 'import:export-text')}</p>
      {countsOnly ? null : (
        <div className="q-drop-actions">
          <FileButton take={take('xlsx')}>{t('import:export-xlsx')}</FileButton>
          <FileButton take={take('csv')}>{t('import:export-csv')}</FileButton>
          {kind === 'members' ? (
            <NamesFile
              button
              label={t('import:export-names')}
              fileName={`${t('tables:table-kind-members')}.xlsx`}
              take={(purpose) => client.call(tableExportNames, { body: { purpose } }).then(({ data }) => data)}
            />
          ) : null}
        </div>
      )}
      {kind === 'members' && !countsOnly ? <p className="second ink2 q-import-note">{t('import:export-members')}</p> : null}
    </Sheet>
  );
}

/** One's own imports, newest first. */
function History() {
  const { t, i18n } = useTranslation(TEXTS);
  const list = usePagedList(['imports'], async (page) => (await client.call(importList, { query: { limit: 20, ...page } })).data);
  const { items, query } = list;
  return (
    <Sheet
      title={t('import:history')}
      note={t('import:history-note')}
      flush={items.length > 0}
      className="q-import-history"
      aside={
        items.length > 0 ? (
          <ListFile name={t('import:history')} take={(format) => client.call(importListFile, { query: { format } })} />
        ) : undefined
      }
      foot={moreOf(list)}
    >
      {query.isPending ? <Loading label={t('ui:loading')} lines={3} rowHeight={37} /> : null}
      {query.error ? <ProblemState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data && items.length === 0 ? (
        <Empty title={t('import:history-empty')}>{t('import:history-empty-text')}</Empty>
      ) : null}
      {items.length > 0 ? (
        <div className="q-scroll">
          <table className="q-table">
            <thead>
              <tr>
                <th scope="col">{t('import:file')}</th>
                <th scope="col">{t('import:kind')}</th>
                <th scope="col">{t('import:state')}</th>
                <th scope="col" className="num">
                  {t('import:rows')}
                </th>
                <th scope="col">{t('import:when')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to={`/import/${one.id}`}>{one.fileName}</Link>
                  </td>
                  <td>{t(`tables:table-kind-${one.kind}`)}</td>
                  <td>{t(`import:state-${one.state}`)}</td>
                  <td className="num">{formatNumber(Object.values(one.counts).reduce((sum, n) => sum + n, 0))}</td>
                  <td>
                    {formatDay(new Date(one.createdAt), i18n.language)} {formatTime(one.createdAt, i18n.language)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Sheet>
  );
}
