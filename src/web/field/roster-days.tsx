/** @jsxImportSource preact */
import type { MyDuty } from '#contract/me';
import { sayDay } from './days.ts';
import { language, shiftName, t } from './texts.ts';

/** What someone says about a day; null takes it back. */
export type Want = 'rest' | 'serve' | null;

/** All my days in the kept roster of the group, days in a row with the same hours and people as one line. */
export function KeptDays({ duty, today }: { duty: MyDuty; today: string }) {
  const { roster } = duty;
  const lang = language();
  if (duty.line !== 'task' || !roster) return null;
  return (
    <div class="f-roster">
      <p class="f-second">{t('roster-until', { day: sayDay(roster.until, today, lang) })}</p>
      {roster.days.length === 0 ? <p>{t('roster-none')}</p> : null}
      <ul>
        {runsOf(roster.days).map(({ from, to, one }) => (
          <li key={from}>
            <strong>
              {from === to
                ? sayDay(from, today, lang)
                : t('from-to', { from: sayDay(from, today, lang), to: sayDay(to, today, lang, true) })}
            </strong>{' '}
            {one.window.from}–{one.window.to} {one.shift === null ? one.post : shiftName(one.shift)}
            {one.companions.length > 0 ? (
              <span class="f-second"> {t('together', { name: one.companions.map((mate) => mate.name).join(t('comma')) })}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

type KeptDay = NonNullable<MyDuty['roster']>['days'][number];

/** Days in a row that say the same but for the day. */
function runsOf(days: readonly KeptDay[]): { from: string; to: string; one: KeptDay }[] {
  const runs: { from: string; to: string; one: KeptDay }[] = [];
  const same = ({ day: _, ...one }: KeptDay) => JSON.stringify(one);
  for (const one of days) {
    const last = runs.at(-1);
    if (last && Date.parse(one.day) - Date.parse(last.to) === 86_400_000 && same(last.one) === same(one)) last.to = one.day;
    else runs.push({ from: one.day, to: one.day, one });
  }
  return runs;
}

/** What I would rather do on the coming days, as long as their shifts are not kept; leaders reach the board. */
export function RosterDays(props: {
  duty: MyDuty;
  today: string;
  /** What was said on this device and may not have arrived yet. */
  said: (day: string) => Want | undefined;
  say: (day: string, want: Want) => void;
}) {
  const { duty, today, said, say } = props;
  const { roster, openDays } = duty;
  const lang = language();
  // What is kept is kept: a wish is for days that are still to be planned.
  const unplanned = openDays.filter((day) => !roster || day > roster.until);
  if (duty.line !== 'task' || (unplanned.length === 0 && !duty.plans)) return null;
  return (
    <>
      {unplanned.length > 0 ? (
        <details class="f-roster">
          <summary class="f-call">{t('roster-say')}</summary>
          <p class="f-second">{t(duty.plans ? 'roster-say-mine' : 'roster-say-text')}</p>
          <div class="f-chips">
            {unplanned.map((day) => {
              const kept = duty.wishes.find((one) => one.day === day)?.kind ?? null;
              const fixed = kept === 'leave' || kept === 'make-up';
              const fresh = said(day);
              const now = fresh === undefined && (kept === 'rest' || kept === 'serve') ? kept : (fresh ?? null);
              const word = fixed ? kept : now;
              return (
                <button
                  key={day}
                  type="button"
                  class="f-chip"
                  aria-pressed={word !== null}
                  disabled={fixed}
                  onClick={() => say(day, NEXT[now ?? 'none'])}
                >
                  {sayDay(day, today, lang)} {word ? <strong>{t(`roster-${word}`)}</strong> : null}
                </button>
              );
            })}
          </div>
        </details>
      ) : null}
      {duty.plans && duty.task && duty.org ? (
        <p>
          <a class="f-call" href={`/tasks/${duty.task.id}/roster/${duty.org.id}`}>
            {t('roster-plan')}
          </a>
        </p>
      ) : null}
    </>
  );
}

/** One touch: would rather rest; the next: would like to serve; then nothing. */
const NEXT: Readonly<Record<'none' | 'rest' | 'serve', Want>> = { none: 'rest', rest: 'serve', serve: null };
