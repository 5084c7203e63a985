import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { outcomeSchema } from '#contract/plan-questions';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { MovesTable } from './moves-table.tsx';

/** Moves listed before one asks for more; all are counted. */
const LISTED = 12;

/** What a change does to the whole plan, in words and figures, and who would move. */
export function PlanOutcome({ outcome }: { readonly outcome: z.output<typeof outcomeSchema> }) {
  const { t } = useTranslation('tasks');
  const { rest, filled, moved, moves } = outcome;
  const [shown, setShown] = useState(LISTED);
  if (rest === 0 && filled === 0 && moved === 0) return <p>{t('outcome-none')}</p>;
  const cost = rest > 0 ? 'more' : rest < 0 ? 'less' : 'same';
  const places = filled > 0 ? 'more' : filled < 0 ? 'fewer' : 'same';
  return (
    <>
      <p>
        {t(`outcome-places-${places}`, { count: Math.abs(filled) })}
        {t('sep-clause')}
        {t(`outcome-cost-${cost}`, { points: formatNumber(Math.abs(rest)) })}
        {t('sep-clause')}
        {t('outcome-moves', { count: moved })}
      </p>
      {moves.length > 0 ? (
        <div className="q-scroll">
          <MovesTable moves={moves} most={shown} />
        </div>
      ) : null}
      {moved > shown ? (
        <p className="second ink2">
          {t('outcome-shown', { shown: Math.min(shown, moves.length), count: moved })}{' '}
          {moves.length > shown ? (
            <Button kind="link" size="row" onClick={() => setShown(moves.length)}>
              {t('outcome-show-all', { count: moves.length })}
            </Button>
          ) : null}
        </p>
      ) : null}
    </>
  );
}
