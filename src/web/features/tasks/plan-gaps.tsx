import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { gapSchema, planSchema } from '#contract/plans';
import { CapBars } from '../../ui/cap-bars.tsx';
import { GapList } from '../../ui/gap-list.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { AllCovered } from '../../ui/states.tsx';
import { gapReason, repairText } from './plan-words.ts';

type Plan = z.output<typeof planSchema>;
/** A gap with its repairs. */
export type Gap = z.output<typeof gapSchema>;

/** Gaps shown at a time. */
const STEP = 25;

/** Left pane: every gap with its reason and its best repair; below, units by how full their cap is. */
export function GapPane(props: {
  readonly plan: Plan;
  readonly selected: string | undefined;
  readonly onPost: (postId: string) => void;
  readonly onRepair: (gap: Gap, repair: number) => void;
  /** Shows the table with every post that has a gap. */
  readonly onAll: () => void;
  /** The task is closed: places that stayed empty, without repairs. */
  readonly over: boolean;
}) {
  const { t } = useTranslation(['tasks', 'plan']);
  const { plan, selected, onPost, onRepair, onAll, over } = props;
  const capped = plan.caps.map((one) => ({ id: one.unitId, name: one.name, used: one.used, cap: one.cap }));
  const [shown, setShown] = useState(STEP);
  const more = Math.min(STEP, plan.gaps.length - shown);
  return (
    <>
      <Sheet title={t(over ? 'gaps-past' : 'gaps')} note={plan.gaps.length > 0 && !over ? t('gaps-note') : undefined} flush>
        {plan.gaps.length === 0 ? (
          <div className="t-covered">
            <AllCovered title={t('gaps-none')} />
          </div>
        ) : (
          <div className="t-gap-scroll">
            <GapList
              compact
              groups={[
                {
                  id: 'all',
                  rows: plan.gaps.slice(0, shown).map((gap) => {
                    const best = gap.repairs[0];
                    return {
                      id: `${gap.postId} ${gap.slot}`,
                      mark: over ? ('lacking' as const) : ('short' as const),
                      markValue: gap.count,
                      title: (
                        <button
                          type="button"
                          className="t-gap-title"
                          aria-pressed={gap.postId === selected}
                          onClick={() => onPost(gap.postId)}
                        >
                          {[gap.postName, gap.shift].filter(Boolean).join(' ')}
                        </button>
                      ),
                      place: gap.postName.includes(gap.communityName.slice(0, 2)) ? undefined : gap.communityName,
                      reason: gapReason(t, gap.reason),
                      ...(best && !over
                        ? {
                            repair: {
                              label: repairText(t, best),
                              onClick: () => onRepair(gap, best.index),
                            },
                          }
                        : {}),
                    };
                  }),
                },
              ]}
            />
            {more > 0 ? (
              <button type="button" className="q-button q-button-link" onClick={() => setShown(shown + STEP)}>
                {t('gaps-more', { count: more })}
              </button>
            ) : plan.gapCount > plan.gaps.length ? (
              <button type="button" className="q-button q-button-link" onClick={onAll}>
                {t('gaps-all', { count: plan.gapCount - plan.gaps.length })}
              </button>
            ) : null}
          </div>
        )}
      </Sheet>
      <Sheet
        title={t('caps')}
        note={t('caps-note', { count: plan.unitsLending, capped: plan.unitsCapped, full: plan.unitsFull })}
      >
        <CapBars items={capped} restLabel={(count) => t('caps-rest', { count })} />
        {plan.unitsCapped > capped.length ? (
          <p className="second ink2">{t('caps-first', { count: capped.length, rest: plan.unitsCapped - capped.length })}</p>
        ) : null}
      </Sheet>
    </>
  );
}
