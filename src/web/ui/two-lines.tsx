import { join } from './join.ts';
import './two-lines.css';

export interface LineDay {
  readonly day: string;
  /** 24, 12/1 */
  readonly label: string;
  /** 二 */
  readonly weekday: string;
  readonly free: boolean;
  /** Both lines on this day: the column is tinted, the words stand above the table. */
  readonly clash: boolean;
}

export interface LineRow {
  readonly id: string;
  readonly label: string;
  readonly note: string;
  /** framed: own duties; filled: tasks. */
  readonly look: 'framed' | 'filled';
  readonly items: Readonly<Record<string, readonly { readonly text: string; readonly time?: string | undefined }[]>>;
}

/** Two lines of duty side by side over fourteen days: for planning, not a record; past days are not kept. */
export function TwoLines({
  label,
  days,
  rows,
}: {
  readonly label: string;
  readonly days: readonly LineDay[];
  readonly rows: readonly LineRow[];
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1)
    <div className="q-scroll" tabIndex={0}>
      <table className="q-lines" aria-label={label}>
        <thead>
          <tr>
            <td />
            {days.map((day) => (
              <th key={day.day} scope="col" className={cellClass(day, false)}>
                {day.label}
                <span>{day.weekday}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                {row.label}
                <span className="ink2">{row.note}</span>
              </th>
              {days.map((day) => (
                <td key={day.day} className={cellClass(day, true)}>
                  {(row.items[day.day] ?? []).map((item) => (
                    <span key={item.text + (item.time ?? '')} className={`q-line-item q-line-${row.look}`}>
                      {item.text}
                      {item.time ? <span>{item.time}</span> : null}
                    </span>
                  ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellClass(day: LineDay, body: boolean): string {
  return join(day.free && 'q-line-free', body && day.clash && 'q-line-clash');
}
