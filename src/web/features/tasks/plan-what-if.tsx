import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { planPeople, planWhatIf, type whatIfSchema } from '#contract/plan-questions';
import type { explanationSchema, planSchema } from '#contract/plans';
import { skillWord } from '../../app/i18n.ts';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Pick } from '../../ui/pick.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { PlanMove } from './plan-move.tsx';
import { useNameOf, usePersonOf } from './plan-names.tsx';
import { PlanOutcome } from './plan-outcome.tsx';
import { fromOf, numbered } from './plan-words.ts';

type Plan = z.output<typeof planSchema>;
type Explained = z.output<typeof explanationSchema>;
type Change = z.output<typeof whatIfSchema>;

const KINDS = ['unit-cap', 'member-out', 'prefer', 'head-count'] as const;

/** Questions about the post and person shown: what if a cap, a wish, a head-count were another or he could not come; why not somebody else. */
export function PlanWhatIf({
  plan,
  data,
  title,
}: {
  readonly plan: Plan;
  readonly data: Explained;
  /** The post with its shift. */
  readonly title: string;
}) {
  const { t } = useTranslation('tasks');
  const nameOf = useNameOf();
  const personOf = usePersonOf();
  const { post } = data;
  const [asked, setAsked] = useState<string>();
  const seat = post.seats.find((one) => one.personId === data.personId);
  const [kind, setKind] = useState<(typeof KINDS)[number]>('head-count');
  const [count, setCount] = useState('');
  const [slot, setSlot] = useState(0);
  const [wished, setWished] = useState<readonly string[]>([]);
  const ask = useMutation({
    mutationFn: async (body: Change) => (await client.call(planWhatIf, { params: { planId: plan.id }, body })).data,
  });
  const find = useCallback(
    async (text: string) => {
      const { data: found } = await client.call(planPeople, { params: { planId: plan.id }, body: { q: text } });
      const names = numbered(found.items, nameOf);
      return found.items.map((one) => ({
        id: one.personId,
        name: names.get(one.personId)!,
        place: [fromOf(t, one), one.post ?? t('whynot-free')].join(t('sep-comma')),
      }));
    },
    [plan.id, nameOf, t],
  );
  const may: Record<(typeof KINDS)[number], boolean> = {
    'unit-cap': seat?.unitId != null && data.unitCap !== null,
    'member-out': seat !== undefined,
    prefer: seat !== undefined && plan.windows.length > 1,
    'head-count': post.kinds.length > 0,
  };
  const chosen = may[kind] ? kind : 'head-count';
  const place = post.kinds.find((one) => one.slot === slot) ?? post.kinds[0];
  const number = Number(count);
  const wants = chosen === 'unit-cap' || chosen === 'head-count';
  const change = (): Change | null => {
    if (wants && (count.trim() === '' || !Number.isInteger(number) || number < 0)) return null;
    if (chosen === 'unit-cap') return { kind: 'unit-cap', unitId: seat!.unitId!, cap: number };
    if (chosen === 'member-out') return { kind: 'member-out', personId: seat!.personId };
    if (chosen === 'head-count')
      return place ? { kind: 'head-count', postId: post.postId, slot: place.slot, count: number } : null;
    const prefer = wished.map((window) => {
      const [from = '00:00', to = '00:00'] = window.split('–');
      return { from, to };
    });
    return { kind: 'prefer', personId: seat!.personId, prefer };
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    const body = change();
    if (body) ask.mutate(body);
  };
  const reset = () => ask.reset();
  return (
    <>
      <Sheet title={t('whatif')} note={t('preview-note')}>
        <form className="t-whatif" onSubmit={send} onChange={reset}>
          <select
            className="q-input"
            aria-label={t('whatif-kind')}
            value={chosen}
            onChange={(event) => setKind(event.target.value as typeof kind)}
          >
            {KINDS.filter((one) => may[one]).map((one) => (
              <option key={one} value={one}>
                {t(`whatif-${one}`, { name: seat ? personOf(seat) : '', unit: seat?.unitName ?? '' })}
              </option>
            ))}
          </select>
          {chosen === 'head-count' && post.kinds.length > 1 ? (
            <select
              className="q-input"
              aria-label={t('whatif-slot')}
              value={place?.slot}
              onChange={(event) => setSlot(Number(event.target.value))}
            >
              {post.kinds.map((one) => (
                <option key={one.slot} value={one.slot}>
                  {t('slot-count', {
                    kind: one.skill ? skillWord(one.skill) : t(one.local ? 'slot-local' : 'slot-open'),
                    count: one.count,
                  })}
                </option>
              ))}
            </select>
          ) : null}
          {wants ? (
            <Field
              label={t('whatif-count', { now: chosen === 'unit-cap' ? (data.unitCap ?? '') : (place?.count ?? '') })}
              type="number"
              value={count}
              onChange={setCount}
            />
          ) : null}
          {chosen === 'prefer' ? (
            <fieldset className="t-whatif-times">
              <legend className="second ink2">{t('whatif-times')}</legend>
              {plan.windows.map((window) => (
                <label key={window} className="t-check">
                  <input
                    type="checkbox"
                    checked={wished.includes(window)}
                    onChange={(event) =>
                      setWished(event.target.checked ? [...wished, window] : wished.filter((one) => one !== window))
                    }
                  />
                  {window}
                </label>
              ))}
            </fieldset>
          ) : null}
          <Button type="submit" size="row" disabled={change() === null || ask.isPending}>
            {t('whatif-do')}
          </Button>
        </form>
        <div role="status">
          {ask.data ? ask.data.outcome ? <PlanOutcome outcome={ask.data.outcome} /> : <p>{t('whatif-pinned')}</p> : null}
        </div>
        {ask.error ? <ProblemState error={ask.error} /> : null}
        <Pick
          label={t('whynot')}
          hint={t('whynot-hint')}
          value={null}
          onChange={(one) => one && setAsked(one.id)}
          find={find}
          words={{ clear: t('pick-clear'), none: t('whynot-none') }}
        />
      </Sheet>
      {asked ? (
        <PlanMove
          plan={plan}
          asked={{ personId: asked, postId: post.postId, post: title }}
          back={null}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
    </>
  );
}
