import { type ReactNode, useState } from 'react';
import { formatNumber } from './format.ts';
import './cap-bars.css';

export interface CapBar {
  readonly id: string;
  readonly name: string;
  readonly used: number;
  readonly cap: number;
}

/** Lending units by fullness: name, bar, n / cap; at the cap amber and bold. The rest stays folded behind one link. */
export function CapBars({
  items,
  shown = 4,
  restLabel,
}: {
  readonly items: readonly CapBar[];
  readonly shown?: number;
  readonly restLabel: (count: number) => ReactNode;
}) {
  const [all, setAll] = useState(false);
  const share = (item: CapBar) => (item.cap === 0 ? (item.used > 0 ? 2 : 0) : item.used / item.cap);
  const sorted = items.toSorted((a, b) => share(b) - share(a) || b.used - a.used);
  const visible = all ? sorted : sorted.slice(0, shown);
  const rest = sorted.length - visible.length;
  return (
    <>
      <ul className="q-caps">
        {visible.map((item) => {
          const full = item.used >= item.cap;
          return (
            <li key={item.id} className={full ? 'q-cap q-cap-full' : 'q-cap'}>
              <span className="q-cap-name">{item.name}</span>
              <span className="q-cap-bar" aria-hidden="true">
                <span style={{ width: `${Math.min(1, share(item)) * 100}%` }} />
              </span>
              <span className="num">
                {formatNumber(item.used)} / {formatNumber(item.cap)}
              </span>
            </li>
          );
        })}
      </ul>
      {rest > 0 ? (
        <button type="button" className="q-button q-button-link" onClick={() => setAll(true)}>
          {restLabel(rest)}
        </button>
      ) : null}
    </>
  );
}
