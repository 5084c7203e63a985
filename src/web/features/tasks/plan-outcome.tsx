import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { outcomeSchema } from '#contract/plan-questions';
import { formatNumber } from '../../ui/format.ts';
import { useNameOf } from './plan-names.tsx';
import '../../ui/plain-table.css';

/** Moves listed; the rest is counted. */
const LISTED = 12;

/** What a change does to the whole plan, in words and figures, and who would move. */
export function PlanOutcome({ outcome }: { readonly outcome: z.output<typeof outcomeSchema> }) {
  const { t } = useTranslation('tasks');
  const nameOf = useNameOf();
  const { rest, filled, moves } = outcome;
  if (rest === 0 && filled === 0 && moves.length === 0) return <p>{t('outcome-none')}</p>;
  const cost = rest > 0 ? 'more' : rest < 0 ? 'less' : 'same';
  const places = filled > 0 ? 'more' : filled < 0 ? 'fewer' : 'same';
  return (
    <>
      <p>
        {t(`outcome-places-${places}`, { count: Math.abs(filled) })}
        {t('sep-clause')}
        {t(`outcome-cost-${cost}`, { points: formatNumber(Math.abs(rest)) })}
        {t('sep-clause')}
        {t('outcome-moves', { count: moves.length })}
      </p>
      {moves.length > 0 ? (
        <div className="q-scroll">
          <table className="q-table">
            <thead>
              <tr>
                <th scope="col">{t('compare-who')}</th>
                <th scope="col">{t('compare-from')}</th>
                <th scope="col">{t('compare-to')}</th>
              </tr>
            </thead>
            <tbody>
              {moves.slice(0, LISTED).map((one) => (
                <tr key={`${one.personId} ${one.from} ${one.to}`}>
                  <th scope="row">
                    {nameOf(one)} <span className="ink2">{one.unitName ?? t('no-unit')}</span>
                  </th>
                  <td>{one.from ?? t('compare-nowhere')}</td>
                  <td>{one.to ?? t('compare-nowhere')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </>
  );
}
