import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { choiceSet, type explanationSchema, type gapSchema, planExplain, type planSchema } from '#contract/plans';
import { skillWord } from '../../app/i18n.ts';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { ExplanationCard } from '../../ui/explanation-card.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Mark } from '../../ui/mark.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { PlanForces } from './plan-forces.tsx';
import type { Lifted } from './plan-lift.ts';
import { useNameOf, usePersonOf } from './plan-names.tsx';
import { PlanWhatIf } from './plan-what-if.tsx';
import { fromOf, gapReason, type Mentioned, numbered, repairText } from './plan-words.ts';

type Plan = z.output<typeof planSchema>;
type Gap = z.output<typeof gapSchema>;

/** Right pane: the post, its people, why this one, who else with the exact difference, what would change it. */
export function PlanExplanation({
  plan,
  postId,
  over,
  onRepair,
  onLift,
}: {
  readonly plan: Plan;
  readonly postId: string;
  /** The task is closed: no repairs are offered. */
  readonly over: boolean;
  readonly onRepair: (gap: Gap, repair: number) => void;
  /** Takes the person up, to be put down at another post. */
  readonly onLift: (person: Lifted) => void;
}) {
  const { t } = useTranslation(['tasks', 'plan', 'ui']);
  const nameOf = useNameOf();
  const personOf = usePersonOf();
  const cache = useQueryClient();
  const [chosen, setChosen] = useState<{ postId: string; personId: string }>();
  const [note, setNote] = useState('');
  const [error, setError] = useState<unknown>(null);
  const personId = chosen?.postId === postId ? chosen.personId : undefined;
  const explained = useQuery({
    queryKey: ['explain', plan.id, postId, personId],
    queryFn: async () =>
      (await client.call(planExplain, { params: { planId: plan.id, postId }, query: personId ? { personId } : {} })).data,
    // Another person of the same post: the card stays while the answer is on its way.
    placeholderData: (before) => (before?.post.postId === postId ? before : undefined),
  });
  if (explained.error)
    return (
      <Sheet>
        <ProblemState error={explained.error} retry={() => void explained.refetch()} />
      </Sheet>
    );
  const data = explained.data;
  if (!data)
    return (
      <Sheet>
        <Loading label={t('ui:loading')} lines={10} />
      </Sheet>
    );
  const choose = async (person: string, kind: 'pin' | 'exclude' | null, said?: string) => {
    setError(null);
    try {
      await client.call(choiceSet, { params: { taskId: plan.taskId }, body: { postId, personId: person, kind } });
      setNote(said ?? t(kind === 'pin' ? 'choice-pinned' : kind === 'exclude' ? 'choice-excluded' : 'choice-cleared'));
      await cache.invalidateQueries({ queryKey: ['plan', plan.id] });
      return true;
    } catch (reason) {
      setError(reason);
      return false;
    }
  };
  /** Both choices are noted; what is said is the second, under the person that is still shown. */
  const swapFor = async (other: Mentioned) => {
    if (await choose(data.personId!, 'exclude'))
      await choose(other.personId, 'pin', t('choice-swapped', { name: personOf(other) }));
  };
  const { post } = data;
  // Several of one surname from one unit are told apart by a number, the same in every part of the card.
  const together = numbered<Mentioned>(
    [...post.seats, ...data.whoElse, ...data.whatChanges.flatMap((one) => (one.other ? [one.other] : []))],
    nameOf,
  );
  const shownName = (one: Mentioned) => together.get(one.personId) ?? nameOf(one);
  const seat = post.seats.find((one) => one.personId === data.personId);
  const first = data.whoElse[0];
  const choice = plan.choices.find((one) => one.postId === postId && one.personId === data.personId)?.kind ?? null;
  const pinned = choice === 'pin' || (choice === null && seat?.pinned === true);
  const { gaps } = data;
  const place = { place: post.subdistrictName + post.communityName, window: post.window, needed: post.needed };
  const title = [post.name, post.shift].filter(Boolean).join(' ');
  return (
    <>
      <ExplanationCard
        post={{
          title,
          place: t(post.missing === 0 ? 'explain-place-full' : 'explain-place', { ...place, count: post.seats.length }),
        }}
        missing={
          gaps.length > 0 ? (
            <div className="q-why-part">
              {gaps.map((gap) => (
                <div key={gap.slot} className="t-why-gap">
                  <p>
                    <Mark code={over ? 'lacking' : 'short'} value={gap.count} /> {gapReason(t, gap.reason)}
                  </p>
                  {(over ? [] : gap.repairs).map((one) => (
                    <button key={one.index} type="button" className="q-gap-repair" onClick={() => onRepair(gap, one.index)}>
                      {repairText(t, one)}
                    </button>
                  ))}
                  {gap.repairs.length === 0 && !over ? <p className="ink2">{t('no-repair')}</p> : null}
                </div>
              ))}
            </div>
          ) : undefined
        }
        people={post.seats.map((one) => ({
          id: one.personId,
          name: shownName(one),
          from: fromOf(t, one),
          tag: one.leader ? t(`role-${one.leader}`) : one.skill ? skillWord(one.skill) : one.local ? t('slot-local') : undefined,
        }))}
        selected={data.personId ?? undefined}
        onSelect={(person) => setChosen({ postId, personId: person })}
        texts={{
          people: t('explain-people'),
          why: seat ? t('explain-why', { name: shownName(seat) }) : t('explain-nobody'),
          sum: t('explain-sum'),
          unit: t('explain-unit'),
          others: t('explain-others'),
          othersNote: t(`explain-others-${data.basis}`, { name: seat ? shownName(seat) : '' }),
          changes: t('explain-changes'),
        }}
        costs={data.why.slice(0, 5).map((one) => ({
          fact: t(`plan:${whyCode(one)}`, one.params),
          // Living here is counted among what a place asks for, as a skill is.
          kind: one.part ? t(`plan:part-${one.code.startsWith('why-lives') ? 'local' : one.part}`) : '',
          points: one.points,
        }))}
        total={data.total}
        others={data.whoElse.map((one) => ({
          id: one.personId,
          text: t('explain-other', {
            name: shownName(one),
            unit: fromOf(t, one),
            reason: t(`plan:${one.reason.code}`, one.reason.params),
          }),
          difference:
            one.filled !== 0
              ? t(one.filled > 0 ? 'else-fills' : 'else-empties', { count: Math.abs(one.filled) })
              : one.moves !== 0
                ? t(one.moves > 0 ? 'else-moves' : 'else-moves-fewer', { count: Math.abs(one.moves) })
                : `${one.difference < 0 ? '−' : '+'}${formatNumber(Math.abs(one.difference))}`,
        }))}
        changes={data.whatChanges.map((one) =>
          t(`plan:${one.code}`, {
            ...one.params,
            member: shownName(one.member),
            other: one.other && personOf(one.other),
          }),
        )}
        note={data.basis === 'stopped' && data.personId ? t('explain-stopped') : undefined}
        actions={
          plan.mayEdit && data.personId ? (
            <>
              <Button size="row" onClick={() => void choose(data.personId!, choice === null ? 'pin' : null)}>
                {t(pinned ? 'unpin' : choice === 'exclude' ? 'allow' : 'pin')}
              </Button>
              {choice === 'exclude' ? null : (
                <Button size="row" onClick={() => void choose(data.personId!, 'exclude')}>
                  {t('exclude')}
                </Button>
              )}
              {first && choice !== 'exclude' ? (
                <Button size="row" onClick={() => void swapFor(first)}>
                  {t('swap', { name: personOf(first) })}
                </Button>
              ) : null}
              {seat ? (
                <Button size="row" onClick={() => onLift({ personId: seat.personId, name: nameOf(seat) })}>
                  {t('lift')}
                </Button>
              ) : null}
              <p className="second ink2 t-why-note" role="status">
                {note}
              </p>
              {error ? <ProblemState error={error} /> : null}
            </>
          ) : undefined
        }
      />
      <Sheet title={t('forces-title')}>
        <PlanForces key={postId} planId={plan.id} postId={postId} />
      </Sheet>
      {data.basis === 'stopped' ? null : <PlanWhatIf key={`${postId} ${data.personId}`} plan={plan} data={data} title={title} />}
    </>
  );
}

/** The text of a cost line: the share of a unit with its cap, no distance for what is at the same place. */
function whyCode({ code, params }: z.output<typeof explanationSchema>['why'][number]): string {
  if (code === 'why-unit-rank' && params.cap !== null)
    return typeof params.taskCap === 'number' && params.taskCap < Number(params.cap) ? 'why-unit-rank-task' : 'why-unit-rank-of';
  return code === 'why-travel' && params.metres === 0 ? 'why-travel-same' : code;
}
