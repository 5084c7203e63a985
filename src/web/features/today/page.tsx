import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { TODAY_SCOPES, type Today, type TodayItem, todayShow } from '#contract/today';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatTime } from '../../ui/format.ts';
import { GapList } from '../../ui/gap-list.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Rich } from '../../ui/rich.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { AllCovered, Loading } from '../../ui/states.tsx';
import { Notices } from './notices.tsx';
import { gapGroups } from './rows.tsx';
import { RunningTable } from './running.tsx';

/** The namespaces whose keys the server may send in a row of Today. */
const TEXTS = ['today', 'tasks', 'ui', 'time'];

/** Rows of a kind once all are asked for: the most that one answer carries. */
const ALL = 1000;

/** What waits for a decision, then what runs; figures move, so it is read again every minute. */
export function Component() {
  const { t, i18n } = useTranslation(TEXTS);
  const [query, setQuery] = useSearchParams();
  const scope = TODAY_SCOPES.find((one) => one === query.get('scope')) ?? 'mine';
  const all = query.get('all') === 'yes';
  const today = useQuery({
    queryKey: ['today', scope, all],
    queryFn: async () => (await client.call(todayShow, { query: { scope, ...(all ? { most: ALL } : {}) } })).data,
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
  });
  const data = today.data;
  const lang = i18n.language;
  const choose = (value: string) => setQuery(value === 'mine' ? {} : { scope: value }, { replace: true });
  const showAll = () => setQuery({ ...(scope === 'mine' ? {} : { scope }), all: 'yes' }, { replace: true });
  return (
    <Page>
      <PageHead
        title={t('today:title')}
        state={data ? t('today:date', { at: data.asOf }) : undefined}
        lead={data ? <Lead items={data.items} /> : undefined}
        actions={
          data ? (
            <>
              <span className="second ink2">{t('time:as-of-moving', { time: formatTime(data.asOf, lang) })}</span>
              {data.scopes.length > 1 ? (
                <Segmented label={t('today:whose')} value={data.scope} options={scopeOptions(data, t)} onChange={choose} />
              ) : null}
            </>
          ) : undefined
        }
      />
      {today.error && !data ? (
        <Sheet>
          <ProblemState error={today.error} retry={() => void today.refetch()} />
        </Sheet>
      ) : null}
      {today.isPending ? (
        <Sheet>
          <Loading label={t('ui:loading')} lines={7} rowHeight={51} />
        </Sheet>
      ) : null}
      {data ? <Waiting data={data} onAll={all ? undefined : showAll} /> : null}
      {data && data.running.length > 0 ? (
        <RunningTable tasks={data.running} cut={data.cut.find((one) => one.kind === 'tasks')} />
      ) : null}
      {data ? <Notices /> : null}
    </Page>
  );
}

function Waiting({ data, onAll }: { readonly data: Today; readonly onAll: (() => void) | undefined }) {
  const { t, i18n } = useTranslation(TEXTS);
  if (data.items.length === 0) {
    return (
      <Sheet>
        <AllCovered title={t('today:nothing')}>
          {t('today:nothing-text', { time: formatTime(data.asOf, i18n.language) })}
        </AllCovered>
      </Sheet>
    );
  }
  return (
    <Sheet flush>
      <GapList groups={gapGroups(data, t, i18n.language)} />
      <LeftOut cut={data.cut.filter((one) => one.kind !== 'tasks')} onAll={onAll} />
    </Sheet>
  );
}

/** Of which kinds not all rows stand above, and where the others are. */
function LeftOut({ cut, onAll }: { readonly cut: Today['cut']; readonly onAll: (() => void) | undefined }) {
  const { t } = useTranslation('today');
  if (cut.length === 0) return null;
  return (
    <ul className="q-cut">
      {cut.map(({ kind, shown, of, to }) => (
        <li key={kind}>
          {t(`cut-${kind}`, { shown, count: of })}{' '}
          {to ? (
            <Button kind="link" size="row" to={to}>
              {t(`cut-page-${kind}`)}
            </Button>
          ) : null}
        </li>
      ))}
      {onAll ? (
        <li>
          <Button size="row" onClick={onAll}>
            {t('cut-all')}
          </Button>
        </li>
      ) : null}
    </ul>
  );
}

/** The morning in one sentence: how many are due today and what they are. */
function Lead({ items }: { readonly items: readonly TodayItem[] }) {
  const { t } = useTranslation(TEXTS);
  const due = items.filter((item) => item.horizon === 'today');
  if (due.length === 0) return <p>{items.length > 0 ? t('today:lead-week', { count: items.length }) : null}</p>;
  const parts = due.flatMap((item) => (item.headline ? [t(item.headline.key, item.headline.params)] : [])).slice(0, 3);
  return (
    <p>
      <Rich
        text={
          parts.length > 0
            ? t('today:lead', { count: due.length, parts: parts.join(t('today:list-comma')) })
            : t('today:lead-count', { count: due.length })
        }
      />
    </p>
  );
}

function scopeOptions(data: Today, t: (key: string) => string) {
  return data.scopes.map(({ scope, name }) => ({ value: scope, label: name ?? t(`today:scope-${scope}`) }));
}
