import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { GapList } from '../../ui/gap-list.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Formation } from './data.ts';

/** Rows before "more". */
const SHOWN = 3;

/** What the plan leaves open, before everything that the rules say: how many, where, why, and what approving with it means. */
export function OpenPlaces({
  formation,
  stage,
}: {
  readonly formation: Formation;
  readonly stage: 'drafting' | 'waiting' | 'deciding' | 'given' | 'over';
}) {
  const { t } = useTranslation(['formation', 'plan']);
  const { gaps, gapCount, missing, needed, planId, taskId } = formation;
  if (missing === 0) return null;
  const runs = formation.state === 'active';
  const over = stage === 'over';
  const plan = planId === null ? `/tasks/${taskId}/plan` : `/tasks/${taskId}/plan?plan=${planId}`;
  const rest = gapCount - Math.min(SHOWN, gaps.length);
  return (
    <Sheet
      flush
      title={
        over ? (
          t('formation:gaps-past', { count: missing })
        ) : (
          <span className="gap">{t('formation:gaps-title', { count: missing })}</span>
        )
      }
      note={t('formation:gaps-note', { needed, placed: needed - missing, count: gapCount })}
      aside={
        <Button kind="link" size="row" to={runs ? `/tasks/${taskId}/running` : plan}>
          {t(runs ? 'formation:gaps-fill' : over ? 'formation:gaps-see' : 'formation:gaps-repair')}
        </Button>
      }
      foot={
        <span className="second ink2">
          {rest > 0 ? <>{t('formation:gaps-rest', { count: rest })} </> : null}
          {t(`formation:gaps-${stage}`)}
        </span>
      }
    >
      <GapList
        compact
        groups={[
          {
            id: 'open',
            rows: gaps.slice(0, SHOWN).map((gap) => ({
              id: `${gap.postId} ${gap.slot}`,
              mark: over ? ('lacking' as const) : ('short' as const),
              markValue: gap.count,
              title: (
                <>
                  {[gap.postName, gap.shift].filter(Boolean).join(' ')}{' '}
                  <span className="q-formation-gap-place">
                    {gap.subdistrictName
                      ? t('formation:gap-place', { subdistrict: gap.subdistrictName, community: gap.communityName })
                      : gap.communityName}
                  </span>
                </>
              ),
              reason: t(`plan:${gap.reason.code}`, gap.reason.params),
            })),
          },
        ]}
      />
    </Sheet>
  );
}
