import { useTranslation } from 'react-i18next';
import { activityListFile } from '#contract/list-files-register';
import { activityList } from '#contract/organizations';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { formatDay } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import type { Org } from './page.tsx';

/** What the organization does by itself (自家的事), which no task organization can do for it; for a task organization its own meetings. */
export function OwnLife({ org }: { readonly org: Org }) {
  const { t, i18n } = useTranslation('org');
  const list = usePagedList(
    ['org-activities', org.id],
    async (page) => (await client.call(activityList, { params: { orgId: org.id }, query: { limit: 8, ...page } })).data,
  );
  const month = Number(org.today.slice(5, 7));
  const time = (start: number | null) =>
    start === null ? '' : ` ${String(Math.floor(start / 60)).padStart(2, '0')}:${String(start % 60).padStart(2, '0')}`;
  return (
    <Sheet
      flush
      foot={moreOf(list)}
      title={t(org.standing ? 'org.own' : 'org.activity')}
      note={org.standing ? t('org.own-note') : undefined}
      aside={
        list.items.length > 0 ? (
          <ListFile
            name={`${org.name} ${t(org.standing ? 'org.own' : 'org.activity')}`}
            take={(format) => client.call(activityListFile, { params: { orgId: org.id }, query: { format } })}
          />
        ) : undefined
      }
    >
      {list.query.error ? <ProblemState error={list.query.error} retry={() => void list.query.refetch()} /> : null}
      {list.query.isPending ? <Loading label={t('org.loading')} lines={3} /> : null}
      <ul className="o-rows">
        {org.lacking.map((kind) => (
          <li key={kind}>
            <Mark code="short" />
            <span>{t('org.own-lacking', { month, what: t(`org.activity-${kind}`) })}</span>
          </li>
        ))}
        {list.items.map((one) => (
          <li key={one.id}>
            {one.held ? <Mark code="met" /> : <Mark code="waiting" />}
            <span>
              {t(`org.activity-${one.kind}`, { defaultValue: one.title })}
              {one.title === t(`org.activity-${one.kind}`, { defaultValue: one.title }) ? null : (
                <span className="ink2"> {one.title}</span>
              )}
              {one.task ? <span className="ink2"> {one.task}</span> : null}
            </span>
            <span className="o-rows-end ink2">
              {formatDay(one.day, i18n.language)}
              {time(one.start)}
              {t(one.held ? 'org.own-held' : 'org.own-planned')}
            </span>
          </li>
        ))}
      </ul>
      {list.query.data && list.items.length + org.lacking.length === 0 ? (
        <div className="o-pad">
          <Empty title={t('org.own-none')} />
        </div>
      ) : null}
    </Sheet>
  );
}
