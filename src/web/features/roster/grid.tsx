import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { join } from '../../ui/join.ts';
import { Mark } from '../../ui/mark.tsx';
import { Masked } from '../../ui/masked.tsx';
import { type Board, type Cell, countsOf, type Draft, dutyAt, type Post, postOf } from './draft.ts';
import { type Names, windowOf } from './words.ts';

export interface GridProps {
  readonly board: Board;
  readonly draft: Draft;
  readonly posts: readonly Post[];
  readonly names: Names;
  readonly selected: Cell | null;
  /** The duty that was taken up with the keyboard or the mouse. */
  readonly held: Cell | null;
  readonly mayEdit: boolean;
  readonly onSelect: (cell: Cell) => void;
  readonly onHold: (cell: Cell | null) => void;
  readonly onCarry: (from: Cell, to: Cell) => void;
  readonly onPut: (cell: Cell, post: Post | null) => void;
  readonly onFix: (cell: Cell) => void;
  readonly onOff: (day: string) => void;
  readonly onUndo: (again: boolean) => void;
}

/** Days across; first what is needed, shift by shift, then people, by name. One cell takes the focus; arrows walk. */
export function Grid(props: GridProps) {
  const { board, draft, posts, names, mayEdit } = props;
  const { t } = useTranslation('roster');
  return (
    <div className="q-scroll r-scroll">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is walked with arrows is a grid */}
      <table className="r-grid" role="grid" aria-label={t('board-grid')} aria-describedby={mayEdit ? 'roster-keys' : undefined}>
        <thead>
          <tr>
            <th scope="col" className="r-name">
              {t('board-who')}
            </th>
            {board.days.map(({ day }) => {
              const off = draft.offDays.includes(day);
              return (
                <th key={day} scope="col" className={join('r-day', off && 'r-off')}>
                  {mayEdit ? (
                    <button
                      type="button"
                      className="r-day-button"
                      aria-pressed={off}
                      aria-label={t(off ? 'board-day-off' : 'board-day-on', { day: names.day(day), weekday: names.weekday(day) })}
                      onClick={() => props.onOff(day)}
                    >
                      <DayHead day={day} off={off} />
                    </button>
                  ) : (
                    <DayHead day={day} off={off} />
                  )}
                </th>
              );
            })}
            {['shifts', 'nights', 'off-days'].map((kind) => (
              <th key={kind} scope="col" className="num r-count">
                {t(`board-count-${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {posts.map((post) => (
            <Need key={post.key} {...props} post={post} />
          ))}
        </tbody>
        <tbody className="r-people">
          {board.people.map((person, p) => (
            <Person key={person.id} {...props} person={person} row={p} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DayHead({ day, off }: { readonly day: string; readonly off: boolean }) {
  const { t } = useTranslation('roster');
  const at = new Date(`${day}T12:00:00Z`).getUTCDay();
  return (
    <>
      <span>{Number(day.slice(8))}</span>{' '}
      <span className={off ? 'r-weekday r-weekday-off' : 'r-weekday'}>{t(`board-wd-${at}`)}</span>
    </>
  );
}

function Need({ post, board, draft, names }: GridProps & { readonly post: Post }) {
  const { t } = useTranslation('roster');
  return (
    <tr className="r-need">
      <th scope="row" className="r-name">
        {names.shift(post.key)} <span className="ink3">{windowOf(post.shift)}</span>
      </th>
      {board.days.map(({ day }, d) => {
        const need = board.shifts.reduce((sum, shift, s) => sum + (postOf(shift.id) === post.key ? board.need[d]![s]! : 0), 0);
        const have = draft.duties.filter((one) => one.day === day && postOf(one.shift) === post.key).length;
        return (
          <td key={day} className={draft.offDays.includes(day) ? 'r-off' : undefined}>
            {have < need ? (
              <Mark code="short" value={need - have} />
            ) : (
              <span>{need === 0 ? '' : t('board-have', { have, need })}</span>
            )}
          </td>
        );
      })}
      <td colSpan={3} />
    </tr>
  );
}

function Person(props: GridProps & { readonly person: Board['people'][number]; readonly row: number }) {
  const { board, draft, person, row, names } = props;
  const counts = countsOf(board, draft, person.id);
  return (
    <tr>
      <th scope="row" className="r-name">
        <span className="r-who">
          <Masked name={names.person(person.id)} />
        </span>
        {person.unitName ? <span className="r-unit ink3">{person.unitName}</span> : null}
      </th>
      {board.days.map(({ day }, d) => (
        <CellOf key={day} {...props} cell={{ person: person.id, day }} row={row} column={d} />
      ))}
      <td className="num">{counts.shifts}</td>
      <td className="num">{counts.nights}</td>
      <td className="num">{counts.offDays}</td>
    </tr>
  );
}

function CellOf(
  props: GridProps & {
    readonly person: Board['people'][number];
    readonly cell: Cell;
    readonly row: number;
    readonly column: number;
  },
) {
  const { board, draft, names, person, cell, row, column, selected, held, mayEdit } = props;
  const { t } = useTranslation('roster');
  const box = useRef<HTMLTableCellElement>(null);
  const [over, setOver] = useState(false);
  const duty = dutyAt(draft.duties, cell.person, cell.day);
  const shift = duty && board.shifts.find((one) => one.id === duty.shift);
  const isSelected = selected?.person === cell.person && selected.day === cell.day;
  const isHeld = held?.person === cell.person && held.day === cell.day;
  const away = person.leave.includes(cell.day);
  const makeUp = person.makeUp.includes(cell.day);
  const wish = person.wishes.find((one) => one.day === cell.day);
  const against = duty !== undefined && person.likes !== null && !person.likes.includes(duty.shift);
  const stop = selected ? isSelected : row === 0 && column === 0;
  useEffect(() => {
    if (isSelected && document.activeElement?.closest('.r-grid')) box.current?.focus();
  }, [isSelected]);
  const words = [
    t('board-cell', {
      person: names.person(cell.person),
      day: names.day(cell.day),
      shift: duty ? names.shift(duty.shift) : t(away ? (makeUp ? 'board-kind-make-up' : 'board-kind-leave') : 'board-free'),
    }),
    duty?.fixed ? t('board-fixed') : '',
    wish ? t(wish.want ? 'board-kind-serve' : 'board-kind-rest') : '',
    against ? t('board-mark-hours-text') : '',
    isHeld ? t('board-held') : '',
  ];
  const key = (event: KeyboardEvent) => onKey(event, props);
  return (
    <td
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid
      role="gridcell"
      tabIndex={stop ? 0 : -1}
      aria-selected={isSelected}
      aria-label={words.filter(Boolean).join(t('board-comma'))}
      className={join(
        'r-cell',
        draft.offDays.includes(cell.day) && 'r-off',
        isSelected && 'r-selected',
        isHeld && 'r-held',
        over && 'r-over',
        away && 'r-away',
      )}
      onClick={() => props.onSelect(cell)}
      onFocus={() => {
        if (!isSelected) props.onSelect(cell);
      }}
      onKeyDown={key}
      onDragOver={(event) => {
        if (!mayEdit || !held) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (held) props.onCarry(held, cell);
      }}
    >
      {duty && shift ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: dragging is one way of several; the keyboard has its own
        <span
          className={join('r-duty', shift.night && 'r-night', duty.fixed && 'r-fixed')}
          draggable={mayEdit}
          onDragStart={(event) => {
            event.dataTransfer.setData('text/plain', duty.shift);
            event.dataTransfer.effectAllowed = 'move';
            props.onHold(cell);
          }}
          onDragEnd={() => props.onHold(null)}
        >
          {names.letter(shift.id)}
        </span>
      ) : away ? (
        <span className="r-word">{t(makeUp ? 'board-mark-make-up' : 'board-mark-leave')}</span>
      ) : null}
      {wish || against ? (
        <span className="r-wish">{t(wish ? (wish.want ? 'board-mark-serve' : 'board-mark-rest') : 'board-mark-hours')}</span>
      ) : null}
    </td>
  );
}

function onKey(event: KeyboardEvent, props: GridProps & { readonly cell: Cell; readonly row: number; readonly column: number }) {
  const { board, posts, cell, row, column, held, mayEdit } = props;
  const go = (toRow: number, toColumn: number) => {
    const person = board.people[Math.max(0, Math.min(board.people.length - 1, toRow))];
    const day = board.days[Math.max(0, Math.min(board.days.length - 1, toColumn))];
    if (person && day) props.onSelect({ person: person.id, day: day.day });
  };
  const moves = new Map<string, () => void>([
    ['ArrowUp', () => go(row - 1, column)],
    ['ArrowDown', () => go(row + 1, column)],
    ['ArrowLeft', () => go(row, column - 1)],
    ['ArrowRight', () => go(row, column + 1)],
    ['Home', () => go(event.ctrlKey ? 0 : row, 0)],
    ['End', () => go(event.ctrlKey ? board.people.length : row, board.days.length)],
  ]);
  const act = moves.get(event.key) ?? (mayEdit ? acts() : undefined);
  if (!act) return;
  event.preventDefault();
  act();
  function acts(): (() => void) | undefined {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') return () => props.onUndo(event.shiftKey);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'y') return () => props.onUndo(true);
    if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (event.key === 'Enter' || event.key === ' ') return () => (held ? props.onCarry(held, cell) : props.onHold(cell));
    if (event.key === 'Escape') return held ? () => props.onHold(null) : undefined;
    if (event.key === 'Delete' || event.key === 'Backspace' || event.key === '0') return () => props.onPut(cell, null);
    if (event.key.toLowerCase() === 'f') return () => props.onFix(cell);
    const post = /^[1-9]$/.test(event.key) ? posts[Number(event.key) - 1] : undefined;
    return post ? () => props.onPut(cell, post) : undefined;
  }
}
