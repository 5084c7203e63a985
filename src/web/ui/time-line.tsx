import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from './format.ts';
import { join } from './join.ts';
import './time-line.css';

export interface TimeBar {
  readonly id: string;
  /** Calendar days; `to` null means no end yet. */
  readonly from: string;
  readonly to: string | null;
  /** Role, mode of joining and state, in words. */
  readonly text: string;
  readonly kind: 'home' | 'running' | 'ended' | 'pending';
}

export interface TimeRow {
  readonly id: string;
  readonly label: string;
  readonly note: string;
  readonly bars: readonly TimeBar[];
}

export interface TimeLineProps {
  readonly label: string;
  readonly from: string;
  readonly to: string;
  readonly today: string;
  /** The first row is the one relationship and is ruled off. */
  readonly rows: readonly TimeRow[];
}

/** The one relationship on top, what hangs below it with its words in the bar, and a line for today. A list for screen readers. */
export function TimeLine({ label, from, to, today, rows }: TimeLineProps) {
  const { t, i18n } = useTranslation('ui');
  const start = dayNumber(from);
  const span = Math.max(1, dayNumber(to) - start);
  const share = (day: string) => Math.min(100, Math.max(0, ((dayNumber(day) - start) / span) * 100));
  const months = monthStarts(from, to);
  const scroll = useRef<HTMLDivElement>(null);
  // Where it scrolls sideways, today is what it opens at.
  useEffect(() => {
    const show = () => {
      const line = scroll.current?.querySelector<HTMLElement>('.q-time-axis b');
      if (scroll.current && line) scroll.current.scrollLeft = line.offsetLeft + 40;
    };
    show();
    window.addEventListener('resize', show);
    return () => window.removeEventListener('resize', show);
  }, []);
  const step = months.length > 9 ? 3 : 1;
  return (
    // On a phone it scrolls sideways, so the keyboard must reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls takes the focus
    <div className="q-time" ref={scroll} tabIndex={0}>
      <div className="q-time-axis" aria-hidden="true">
        {months
          // A word that begins at the very end would be cut off.
          .filter((month) => (Number(month.slice(5, 7)) - 1) % step === 0 && share(month) < 96)
          .map((month) => (
            <span key={month} style={{ left: `${share(month)}%` }}>
              {monthName(month, i18n.language, month.slice(5, 7) === '01' || month === months[0])}
            </span>
          ))}
        <b style={{ left: `${share(today)}%` }}>{t('today')}</b>
      </div>
      <ul aria-label={label}>
        {rows.map((row, at) => (
          <li key={row.id} className={join('q-time-row', at === 0 && 'q-time-home')}>
            <span className="q-time-label">
              {row.label}
              <span className="ink2">{row.note}</span>
            </span>
            <span className="q-time-track">
              {months.map((month) => (
                <i key={month} className="q-time-month" style={{ left: `${share(month)}%` }} />
              ))}
              {row.bars.map((bar) => {
                const left = share(bar.from);
                const width = Math.max(1, (bar.to === null ? 100 : share(bar.to)) - left);
                const inside = width > WIDE_ENOUGH;
                const side = left > 60 ? 'q-time-text-left' : 'q-time-text-right';
                return (
                  <span key={bar.id} className={`q-time-bar q-time-${bar.kind}`} style={{ left: `${left}%`, width: `${width}%` }}>
                    <span className={join('q-time-text', !inside && side)}>
                      {bar.text}
                      <span className="sr">
                        {' '}
                        {formatDay(bar.from, i18n.language)} – {bar.to ? formatDay(bar.to, i18n.language) : ''}
                      </span>
                    </span>
                  </span>
                );
              })}
              <i className="q-time-today" style={{ left: `${share(today)}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Per cent of the width below which a text stands beside its bar. */
const WIDE_ENOUGH = 20;

function dayNumber(day: string): number {
  return Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / 86_400_000;
}

function monthStarts(from: string, to: string): string[] {
  const months: string[] = [];
  let [year, month] = from.slice(0, 7).split('-').map(Number) as [number, number];
  for (;;) {
    const day = `${year}-${String(month).padStart(2, '0')}-01`;
    if (day > to) return months;
    if (day >= from) months.push(day);
    month += 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
  }
}

function monthName(day: string, lang: string, withYear: boolean): string {
  const options: Intl.DateTimeFormatOptions = { month: lang === 'en' ? 'short' : 'numeric', timeZone: 'UTC' };
  if (withYear) options.year = 'numeric';
  return new Intl.DateTimeFormat(lang, options).format(new Date(`${day}T00:00:00Z`));
}
