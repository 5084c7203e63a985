import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { join } from './join.ts';
import { Mark } from './mark.tsx';
import type { MarkCode } from './mark-codes.ts';
import './gap-list.css';

export interface GapRow {
  readonly id: string;
  readonly mark: MarkCode;
  readonly markValue?: number | string | undefined;
  /** Who or what is missing. */
  readonly title: ReactNode;
  readonly place?: ReactNode;
  readonly reason?: ReactNode;
  /** Two short lines: when it bites, how long is left or since when. `urgent` colours the second. */
  readonly when?: {
    readonly top?: string | undefined;
    readonly bottom?: string | undefined;
    readonly urgent?: boolean | undefined;
  };
  /** One action; its label names the result. */
  readonly action?:
    | {
        readonly label: string;
        readonly to?: string | undefined;
        readonly onClick?: (() => void) | undefined;
        readonly primary?: boolean | undefined;
        readonly link?: boolean | undefined;
      }
    | undefined;
  /** Compact lists only: the change that would fill the gap, and its effect. */
  readonly repair?: { readonly label: string; readonly onClick: () => void } | undefined;
}

export interface GapGroup {
  readonly id: string;
  readonly label?: string | undefined;
  readonly count?: string | undefined;
  readonly rows: readonly GapRow[];
}

/** What is missing, sorted by what bites first. `compact` is the narrow pane of the plan: reason under the title, repair as a link. */
export function GapList({ groups, compact }: { readonly groups: readonly GapGroup[]; readonly compact?: boolean | undefined }) {
  return (
    <div className={join('q-gaps', compact && 'q-gaps-compact')}>
      {groups.map((group) => (
        <section key={group.id} aria-label={group.label}>
          {group.label ? (
            <h2 className="q-gaps-group">
              {group.label} {group.count ? <span>{group.count}</span> : null}
            </h2>
          ) : null}
          <ul>
            {group.rows.map((row) => (
              <Row key={row.id} row={row} compact={compact ?? false} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Row({ row, compact }: { readonly row: GapRow; readonly compact: boolean }) {
  const { action, when, repair } = row;
  return (
    <li className="q-gap">
      <span className="q-gap-mark">
        <Mark code={row.mark} value={row.markValue} />
      </span>
      <div className="q-gap-what">
        <h3>{row.title}</h3>
        {row.place ? <p className="q-gap-place">{row.place}</p> : null}
        {compact && row.reason ? <p className="q-gap-place">{row.reason}</p> : null}
        {repair ? (
          <button type="button" className="q-gap-repair" onClick={repair.onClick}>
            {repair.label}
          </button>
        ) : null}
      </div>
      {compact ? null : <p className="q-gap-reason">{row.reason}</p>}
      {compact && !when ? null : (
        <p className="q-gap-when">
          {when?.top ? <span>{when.top}</span> : null}
          {when?.bottom ? <span className={when.urgent ? 'gap' : undefined}>{when.bottom}</span> : null}
        </p>
      )}
      {action ? (
        <span className="q-gap-action">
          <Button
            kind={action.primary ? 'primary' : action.link ? 'link' : 'plain'}
            size="row"
            to={action.to}
            onClick={action.onClick}
          >
            {action.label}
          </Button>
        </span>
      ) : null}
    </li>
  );
}
