/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import type * as z from 'zod';
import type { MyDuty, myDutyNames } from '#contract/me';
import { call, Refused } from './api.ts';
import { sayDay } from './days.ts';
import { language, t } from './texts.ts';

type Names = z.infer<typeof myDutyNames.response>;

/** Whoever accepted may read the full names of those to be met; that it was done is kept, and they can see it. */
export function FullNames({ duty, today }: { duty: MyDuty; today: string }) {
  const [names, setNames] = useState<Names>();
  const [said, setSaid] = useState('');
  const others = duty.companions.length > 0 || duty.roster?.days.some((one) => one.companions.length > 0);
  if (!others && (!duty.leader || duty.leader.me)) return null;
  const read = () =>
    call<Names>('POST', `/api/me/duties/${duty.id}/names`).then(setNames, (error) =>
      setSaid(error instanceof Refused ? error.message : t('offline')),
    );
  if (!names)
    return (
      <>
        <button type="button" class="f-button f-wide" onClick={() => void read()}>
          {t('names-show')}
        </button>
        <p class="f-second" role={said ? 'alert' : undefined}>
          {said || t('names-note')}
        </p>
      </>
    );
  return (
    <ul class="f-roster f-names">
      {names.leader ? (
        <li>
          {t('leader', { name: names.leader.name })} <span class="f-second">{names.leader.unit}</span>
        </li>
      ) : null}
      {names.companions.map((one) => (
        <li key={one.name + (one.unit ?? '')}>
          {t('together', { name: one.name })} <span class="f-second">{one.unit}</span>
          {one.days.length > 0 ? (
            <span class="f-second"> {one.days.map((day) => sayDay(day, today, language())).join(t('comma'))}</span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
