/** A repair of a gap as an edit of the needs grid: the same rows a person would change by hand. Pure; saving is the route's. */
import { formatWindow } from '#contract/import-table';
import type { Repair, Shortage } from '#kernel/assembly';
import type { PostRecord } from '#store/need';
import type { NeedCells } from './needs.ts';

/** A row of the grid with the post that follows from it. */
export interface GridRow {
  readonly cells: NeedCells;
  readonly post: PostRecord | null;
}

/** Skills in one cell stand with this between them. */
const BETWEEN = '、';

const number = (text: string) => Number.parseInt(text, 10) || 0;
const minuteOf = (moment: string) => number(moment.slice(11, 13)) * 60 + number(moment.slice(14, 16));

/** Whether a post still asks for what a plan was computed for: as many people, and the same kinds of places in the same order, by skill and not by number alone. */
export function asksTheSame(
  then: { readonly headCount: number; readonly slots: readonly PostRecord['slots'][number][] },
  now: Pick<PostRecord, 'headCount' | 'slots'>,
): boolean {
  const asked = now.slots.filter((slot) => slot.skill !== null || slot.local);
  return (
    then.headCount === now.headCount &&
    then.slots.length === asked.length &&
    then.slots.every((slot, i) => {
      const other = asked[i]!;
      return slot.skill === other.skill && slot.local === other.local && slot.count === other.count;
    })
  );
}

/** The grid after the repair; null when no row of it stands for the post any more. */
export function repairedNeeds(rows: readonly GridRow[], shortage: Shortage, repair: Repair): NeedCells[] | null {
  const at = rows.findIndex((row) => row.post?.id === shortage.post);
  const row = rows[at];
  if (!row?.post) return null;
  const slot = row.post.slots[shortage.slot];
  const { count } = shortage;
  const rest = row.post.slots.flatMap((one, i) => (one.skill === null || i === shortage.slot ? [] : [one.skill]));
  const skills = slot?.skill ? rest.join(BETWEEN) : row.cells.skill;
  const local = slot?.local ? some(number(row.cells.local) - count) : row.cells.local;
  const cells = rows.map((one) => one.cells);
  if (repair.kind === 'drop-skill') cells[at] = { ...row.cells, skill: skills };
  else if (repair.kind === 'widen-area') cells[at] = { ...row.cells, local };
  else if (repair.kind === 'other-shift') {
    cells[at] = { ...row.cells, skill: skills, local, headCount: String(Math.max(0, row.post.headCount - count)) };
    const start = minuteOf(String(repair.change.start));
    const end = minuteOf(String(repair.change.end));
    const until = end > start ? end : end + 1440;
    const there = rows.findIndex(
      (one) => one.post?.areaId === row.post!.areaId && one.post.startMinute === start && one.post.endMinute === until,
    );
    const target = there < 0 ? undefined : rows[there]!.cells;
    const shift = rows.find((one) => one.post?.startMinute === start && one.post.endMinute === until)?.cells.shift ?? '';
    const base = target ?? {
      ...row.cells,
      shift,
      window: formatWindow({ from: start, to: until }),
      headCount: '0',
      skill: '',
      local: '',
    };
    const moved: NeedCells = {
      ...base,
      headCount: String(number(base.headCount) + count),
      skill: slot?.skill ? [base.skill, slot.skill].filter(Boolean).join(BETWEEN) : base.skill,
      local: slot?.local ? some(number(base.local) + count) : base.local,
    };
    if (there < 0) cells.splice(at + 1, 0, moved);
    else cells[there] = moved;
    // A shift of nobody is no shift.
    if (row.post.headCount <= count) cells.splice(at, 1);
  } else return null;
  return cells;
}

function some(count: number): string {
  return count > 0 ? String(count) : '';
}
