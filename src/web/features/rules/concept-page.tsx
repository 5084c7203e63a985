import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { contrastListFile } from '#contract/list-files-administration';
import { conceptShow } from '#contract/rules';
import { client } from '../../data/remote/client.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { WideTable } from '../../ui/stack.tsx';
import { inLanguage } from './both.ts';
import { RulesHead, Waiting } from './parts.tsx';
import '../../ui/plain-table.css';

const ELEMENTS = ['task', 'gather', 'bastion'] as const;

/** Full-domain Party building: its definition, its three elements, and how it differs from a standing organization (S-153). */
export function Component() {
  const { t, i18n } = useTranslation('rules');
  const concept = useQuery({
    queryKey: ['rule-concept'],
    queryFn: async () => (await client.call(conceptShow, {})).data,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const data = concept.data;
  return (
    <Page>
      <RulesHead title={t('concept.title')} lead={<p>{t('concept.lead')}</p>} />
      <Sheet title={t('concept.definition')} note={t('page.lecture', { lines: '78.2' })}>
        <blockquote className="q-rules-quote">
          <p>{t('concept.definition-text')}</p>
        </blockquote>
        <ol className="q-rules-list">
          {ELEMENTS.map((element) => (
            <li key={element}>{t(`concept.element-${element}`)}</li>
          ))}
        </ol>
        <p className="second ink2">{t('concept.areas')}</p>
      </Sheet>
      <Waiting error={data ? null : concept.error} pending={concept.isPending} retry={() => void concept.refetch()} />
      {data ? (
        <Sheet
          flush
          title={t('concept.contrast')}
          note={t('concept.contrast-note')}
          aside={
            <ListFile name={t('concept.contrast')} take={(format) => client.call(contrastListFile, { query: { format } })} />
          }
        >
          <WideTable className="q-rules-functions">
            <thead>
              <tr>
                {['aspect', 'standing', 'task', 'lines'].map((column) => (
                  <th key={column} scope="col">
                    {t(`concept.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.contrast.map((row) => (
                <tr key={row.id}>
                  <th scope="row">{inLanguage(row.aspect, i18n.language)}</th>
                  <td>{inLanguage(row.standing, i18n.language)}</td>
                  <td>{inLanguage(row.task, i18n.language)}</td>
                  <td className="second ink2">{row.lines.join(t('page.list-comma'))}</td>
                </tr>
              ))}
            </tbody>
          </WideTable>
        </Sheet>
      ) : null}
    </Page>
  );
}
