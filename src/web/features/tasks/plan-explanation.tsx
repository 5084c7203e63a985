import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { choiceSet, type gapSchema, planExplain, type planSchema } from '#contract/plans';
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
import type { Asked } from './plan-move.tsx';
import { useNameOf } from './plan-names.tsx';
import { PlanWhatIf } from './plan-what-if.tsx';

type Plan = z.output<typeof planSchema>;
type Gap = z.output<typeof gapSchema>;

/** Right pane: the post, its people, why this one, who else with the exact difference, what would change it. */
export function PlanExplanation({
  plan,
  postId,
  onRepair,
  onAsk,
  onLift,
}: {
  readonly plan: Plan;
  readonly postId: string;
  readonly onRepair: (gap: Gap, repair: number) => void;
  /** Why not this person at the post. */
  readonly onAsk: (asked: Asked) => void;
  /** Takes the person up, to be put down at another post. */
  readonly onLift: (person: Lifted) => void;
}) {
  const { t } = useTranslation(['tasks', 'plan', 'ui']);
  const nameOf = useNameOf();
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
    } catch (reason) {
      setError(reason);
    }
  };
  /** Both choices are noted; what is said is the second, under the person that is still shown. */
  const swapFor = async (other: { personId: string; name: string }) => {
    await choose(data.personId!, 'exclude');
    await choose(other.personId, 'pin', t('choice-swapped', { name: nameOf(other) }));
  };
  const { post } = data;
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
                    <Mark code="short" value={gap.count} /> {t(`plan:${gap.reason.code}`, gap.reason.params)}
                  </p>
                  {gap.repairs.map((one) => (
                    <button key={one.index} type="button" className="q-gap-repair" onClick={() => onRepair(gap, one.index)}>
                      {t(`plan:repair-${one.kind}`, { ...one.params, gain: one.gain })}
                    </button>
                  ))}
                  {gap.repairs.length === 0 ? <p className="ink2">{t('no-repair')}</p> : null}
                </div>
              ))}
            </div>
          ) : undefined
        }
        people={post.seats.map((one) => ({
          id: one.personId,
          name: nameOf(one),
          from: one.unitName ?? one.residence ?? t('no-unit'),
          tag: one.leader ? t(`role-${one.leader}`) : one.skill ? skillWord(one.skill) : one.local ? t('slot-local') : undefined,
        }))}
        selected={data.personId ?? undefined}
        onSelect={(person) => setChosen({ postId, personId: person })}
        texts={{
          people: t('explain-people'),
          why: seat ? t('explain-why', { name: nameOf(seat) }) : t('explain-nobody'),
          sum: t('explain-sum'),
          unit: t('explain-unit'),
          others: t('explain-others'),
          othersNote: t(`explain-others-${data.basis}`),
          changes: t('explain-changes'),
        }}
        costs={data.why.slice(0, 5).map((one) => ({
          fact: t(`plan:${one.code}`, one.params),
          kind: one.part ? t(`plan:part-${one.part}`) : '',
          points: one.points,
        }))}
        total={data.total}
        others={data.whoElse.map((one) => ({
          id: one.personId,
          text: t('explain-other', {
            name: nameOf(one),
            unit: one.unitName ?? t('no-unit'),
            reason: t(`plan:${one.reason.code}`, one.reason.params),
          }),
          difference:
            one.filled === 0
              ? `${one.difference < 0 ? '−' : '+'}${formatNumber(Math.abs(one.difference))}`
              : t(one.filled > 0 ? 'else-fills' : 'else-empties', { count: Math.abs(one.filled) }),
        }))}
        changes={data.whatChanges.map((one) => t(`plan:${one.code}`, one.params))}
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
                  {t('swap', { name: nameOf(first) })}
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
      <Sheet>
        <PlanForces key={postId} planId={plan.id} postId={postId} />
      </Sheet>
      {data.basis === 'stopped' ? null : (
        <PlanWhatIf
          key={`${postId} ${data.personId}`}
          plan={plan}
          data={data}
          onAsk={(person) => onAsk({ personId: person, postId, post: title })}
        />
      )}
    </>
  );
}
