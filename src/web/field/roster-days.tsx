/** @jsxImportSource preact */
import type { MyDuty } from '#contract/me';
import { sayDay } from './days.ts';
import { language, t } from './texts.ts';

/** What someone says about a day; null takes it back. */
export type Want = 'rest' | 'serve' | null;

/** My days in the roster of the group, and what I would rather do on the coming ones; leaders reach the board. */
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
  if (duty.line !== 'task' || (!roster && openDays.length === 0 && !duty.plans)) return null;
  return (
    <>
      {roster ? (
        <div class="f-roster">
          <p class="f-second">{t('roster-until', { day: sayDay(roster.until, today, lang) })}</p>
          {roster.days.length === 0 ? <p>{t('roster-none')}</p> : null}
          <ul>
            {roster.days.map((one) => (
              <li key={one.day}>
                <strong>{sayDay(one.day, today, lang)}</strong> {one.window.from}–{one.window.to} {one.shift ?? one.post}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {openDays.length > 0 ? (
        <details class="f-roster">
          <summary class="f-call">{t('roster-say')}</summary>
          <p class="f-second">{t('roster-say-text')}</p>
          <div class="f-chips">
            {openDays.map((day) => {
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
