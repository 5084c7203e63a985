import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { myDataExport, type myDataSchema, myDataShow } from '#contract/my-data';
import { ProblemState } from '../../app/problem-state.tsx';
import { useSession } from '../../app/session.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { formatDay, formatTime } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import { AskCorrection } from './ask-correction.tsx';
import { MyAbsences } from './my-absences.tsx';

type MyData = z.infer<typeof myDataSchema>;

/** All that is kept about oneself, who has looked at the name, what was asked to be corrected; as a page and as a file. */
export function Component() {
  const { t, i18n } = useTranslation('privacy');
  const { me } = useSession();
  const query = useQuery({
    // Notices come in the language that is read.
    queryKey: ['my-data', i18n.language],
    queryFn: async () => (await client.call(myDataShow, {})).data,
    enabled: me?.personId !== null,
  });
  const name = t('title');
  if (me?.personId === null) {
    return (
      <Page>
        <PageHead title={name} />
        <Sheet>
          <Empty title={t('no-person')} actions={<Button to="/privacy">{t('to-privacy')}</Button>} />
        </Sheet>
      </Page>
    );
  }
  return (
    <Page>
      <Stack>
        <PageHead
          title={name}
          lead={<p>{t('lead')}</p>}
          actions={
            <>
              <FileButton take={() => client.call(myDataExport, { query: { format: 'xlsx' } })}>{t('export-xlsx')}</FileButton>
              <FileButton take={() => client.call(myDataExport, { query: { format: 'json' } })}>{t('export-json')}</FileButton>
            </>
          }
        />
        {query.error ? <ProblemState error={query.error} retry={() => void query.refetch()} /> : null}
        {query.isPending ? <Loading label={name} lines={8} /> : null}
        {query.data ? <All data={query.data} /> : null}
      </Stack>
    </Page>
  );
}

function All({ data }: { readonly data: MyData }) {
  const { t, i18n } = useTranslation(['privacy', 'shell', 'skills']);
  const day = (value: string) => formatDay(value, i18n.language);
  const yesNo = (value: boolean) => t(value ? 'yes' : 'no');
  const list = i18n.language === 'en' ? ', ' : '、';
  const keeper = data.homes[0]?.organization;
  const facts = [
    ['name', data.name],
    ['number', data.number],
    ['status', t(`status-${data.status}`)],
    ['unit', data.unit],
    ['residence', data.residence],
    ['homeElsewhere', yesNo(data.homeElsewhere)],
    ['skills', data.skills.map((one) => t(`skills:skill.${one}`, { defaultValue: one })).join(list)],
    [
      'wish',
      data.wish
        ? [
            data.wish.willing === null ? '' : t(data.wish.willing ? 'wish-yes' : 'wish-no'),
            ...data.wish.windows.map((one) => one.replace('-', '–')),
          ]
            .filter(Boolean)
            .join(list)
        : null,
    ],
    ['login', data.account.login],
    ...(data.eraseAfter ? [['eraseAfter', day(data.eraseAfter)] as const] : []),
  ] as const;
  const period = (one: { from: string; until: string | null }) =>
    one.until === null
      ? t('since', { from: day(one.from) })
      : one.until < one.from
        ? t('never-began', { from: day(one.from) })
        : one.until === one.from
          ? day(one.from)
          : t('period', { from: day(one.from), until: day(one.until) });
  const erased = (on: string | null) => on && t('erased-on', { day: day(on) });
  const lists: readonly (readonly [string, readonly (readonly (string | null)[])[]])[] = [
    ['homes', data.homes.map((one) => [one.organization, one.group, period(one)])],
    [
      'participations',
      data.participations.map((one) => [one.organization, word(t, 'role', one.role), word(t, 'mode', one.mode), period(one)]),
    ],
    [
      'duties',
      data.duties.map((one) => [one.post, one.place === one.post ? null : one.place, word(t, 'state', one.state), period(one)]),
    ],
    ['shifts', data.shifts.map((one) => [one.organization, one.post, one.shift, day(one.day)])],
    ['dayWishes', data.dayWishes.map((one) => [one.organization, word(t, 'kind', one.kind), day(one.day)])],
    ['offices', data.offices.map((one) => [one.organization, word(t, 'office', one.office), period(one)])],
    ['transfers', data.transfers.map((one) => [one.organization, period(one)])],
    ['tasks', data.tasks.map((one) => [one.task, word(t, 'what', one.what), one.post, erased(one.eraseAfter)])],
    ['notices', data.notices.map((one) => [t('notice-line', { day: day(one.day), words: one.words }), erased(one.eraseAfter)])],
    ['serviceNotes', data.serviceNotes.map((one) => [one.organization, word(t, 'role', one.role), period(one), one.thanks])],
  ];
  const filled = lists.filter(([, rows]) => rows.length > 0);
  const missing = lists.filter(([, rows]) => rows.length === 0).map(([key]) => t(`sheet-${key}`));
  return (
    <>
      <Sheet title={t('sheet-facts')} note={keeper ? t('held-by', { organization: keeper }) : undefined}>
        <Facts list items={facts.map(([key, value]) => ({ label: t(`field-${key}`), value: value || t('none') }))} />
      </Sheet>
      <MyAbsences />
      {filled.map(([key, rows]) => (
        <Sheet key={key} title={t(`sheet-${key}`)}>
          <ul>
            {rows.map((row) => (
              <li key={row.join(' ')}>{row.filter(Boolean).join(t('comma'))}</li>
            ))}
          </ul>
        </Sheet>
      ))}
      {missing.length > 0 ? <p className="ink2">{t('nothing-kept', { kinds: missing.join(list) })}</p> : null}
      <Sheet title={t('sheet-lookedAt')}>
        {data.lookedAt.length === 0 ? <p>{t('nobody-looked')}</p> : null}
        <ul>
          {data.lookedAt.map((one) => (
            <li key={one.at}>
              {`${day(one.at)} ${formatTime(one.at, i18n.language)} `}
              {t('looked-line', {
                body: one.body ?? t('none'),
                role: one.role ? t(`shell:role-${one.role}`) : t('none'),
                purpose: one.purpose ? word(t, 'purpose', one.purpose) : t('none'),
              })}
            </li>
          ))}
        </ul>
      </Sheet>
      <AskCorrection corrections={data.corrections} />
    </>
  );
}

/** A code as its word; what people wrote themselves stays as it is. */
function word(t: (key: string, options: { defaultValue: string }) => string, kind: string, code: string): string {
  return t(`${kind}-${code}`, { defaultValue: code });
}
