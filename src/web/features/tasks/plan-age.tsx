import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { planSince } from '#contract/plan-questions';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Sheet } from '../../ui/sheet.tsx';

/** Changes named one by one; the rest is counted. */
const NAMED = 3;

/** Says that the version shown is older than the needs or the roster, names what changed and offers to plan again. Nothing while it is of today. */
export function PlanAge(props: {
  readonly planId: string;
  readonly versionNo: number;
  readonly mayEdit: boolean;
  readonly onAgain: () => void;
}) {
  const { t } = useTranslation('tasks');
  const { planId, versionNo, mayEdit, onAgain } = props;
  const since = useQuery({
    queryKey: ['plan-since', planId],
    queryFn: async () => (await client.call(planSince, { params: { planId } })).data,
    staleTime: 30_000,
    refetchOnMount: 'always',
  });
  const data = since.data;
  if (!data?.older) return null;
  const number = (value: number | null) => (value === null ? t('age-none') : String(value));
  const list = (words: readonly string[], all: number) =>
    words.length === 0
      ? ''
      : t(all > words.length ? 'age-list-more' : 'age-list', { list: words.join(t('sep-list')), count: all });
  const posts = data.posts
    .slice(0, NAMED)
    .map((one) =>
      one.before === null
        ? t('age-post-new', { name: one.name, now: one.now ?? 0 })
        : one.now === null
          ? t('age-post-gone', { name: one.name })
          : one.now === one.before
            ? t('age-post-other', { name: one.name })
            : t('age-post', { name: one.name, before: one.before, now: one.now }),
    );
  const people = data.people
    .slice(0, NAMED)
    .map((one) => t('age-person', { name: one.name, post: one.post, why: t(`age-why-${one.why}`) }));
  const caps = data.caps
    .slice(0, NAMED)
    .map((one) => t('age-cap', { name: one.name, before: number(one.before), now: number(one.now) }));
  const few = (value: number | null) => value ?? t('age-few');
  const pool = [
    data.joined === 0 ? '' : t('age-joined', { people: few(data.joined) }),
    data.left === 0 ? '' : t('age-left', { people: few(data.left) }),
    data.changed === 0 ? '' : t('age-changed', { people: few(data.changed) }),
  ].filter(Boolean);
  const lines = [
    data.postCount > 0
      ? t(data.needed.before === data.needed.now ? 'age-needs-same' : 'age-needs', {
          before: data.needed.before,
          now: data.needed.now,
          list: list(posts, data.postCount),
        })
      : '',
    data.peopleCount === 0
      ? ''
      : t('age-people', { people: few(data.peopleCount), list: list(people, data.peopleCount ?? people.length) }),
    data.capCount > 0 ? t('age-caps', { count: data.capCount, list: list(caps, data.capCount) }) : '',
    pool.length > 0 ? t('age-pool', { list: pool.join(t('sep-list')) }) : '',
  ].filter(Boolean);
  return (
    <Sheet className="t-age">
      <div role="status" className="t-age-body">
        <div>
          <p>
            <Mark code="check" /> <strong>{t('age-title', { no: versionNo })}</strong>
          </p>
          <ul>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
        {mayEdit ? (
          <Button size="row" onClick={onAgain}>
            {t('age-again')}
          </Button>
        ) : null}
      </div>
    </Sheet>
  );
}
