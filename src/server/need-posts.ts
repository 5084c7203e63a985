import { type CheckedRow, type ColumnMapping, checkTable, parseList } from '#contract/import-table';
import { NEED_COLUMNS } from '#contract/needs';
import type { RouteShape } from '#contract/route';
import { type ImportFile, openImportFile } from '#documents/import-file';
import { returnedWorkbook, type Say } from '#documents/tables';
import { type Issue, ok, type Result } from '#kernel/lib';
import type { Pack } from '#kernel/packs';
import { searchColumns } from '#kernel/registry';
import { newId } from '#store/id';
import {
  communitiesBelow,
  insertPlaces,
  listPosts,
  type NeedRowRecord,
  type PostRecord,
  placeKey,
  placesIn,
  replaceNeedRows,
  replacePosts,
} from '#store/need';
import { registerSkills, skillCounts } from '#store/source';
import { type TaskRecord, updateTask } from '#store/task';
import type { Content } from './content.ts';
import type { Context } from './context.ts';
import { checkNeeds, type JudgedRow, judgeNeeds, type NeedCells, postDays, totalNeeds, wantedSkills } from './needs.ts';
import { officialTexts } from './packs.ts';
import { BETWEEN_SKILLS, readSkillCell, type SkillWords, skillWords } from './skill-words.ts';

/** Names of new places made searchable at a time. */
const PLACES_AT_ONCE = 200;

/** What reading, judging and keeping needs takes: a request has it, and so has the command line. */
export type NeedsDesk = Pick<Context<RouteShape>, 'db' | 'cityId' | 'today' | 'language' | 'audit'> & {
  readonly deps: { readonly content: Pick<Content, 'packs' | 'skills'> };
};

/** A file read into the grid: the rows that say something, where each stood, and what was met while reading. */
export interface NeedsTable {
  readonly file: ImportFile;
  readonly rows: readonly NeedCells[];
  /** Row of the sheet for each of `rows`. */
  readonly rowNumbers: readonly number[];
  readonly issues: readonly Issue[];
}

/** The rows of a file as rows of the grid; empty rows and sums, which were not checked, are left out. */
export function gridOf(
  rows: readonly (readonly string[])[],
  rowNumbers: readonly number[],
  mapping: ColumnMapping,
  checked: readonly Pick<CheckedRow, 'row'>[],
): Pick<NeedsTable, 'rows' | 'rowNumbers'> {
  const kept = new Set(checked.map((row) => row.row));
  const taken = rows.flatMap((row, i) => (kept.has(rowNumbers[i]!) ? [{ row, number: rowNumbers[i]! }] : []));
  return {
    rows: taken.map(({ row }) =>
      cellsOf(Object.fromEntries(NEED_COLUMNS.map((key) => [key, mapping[key] === undefined ? '' : (row[mapping[key]] ?? '')]))),
    ),
    rowNumbers: taken.map((one) => one.number),
  };
}

/** Reads a workbook or CSV into rows of the grid, any column order. */
export async function readNeedsTable(name: string, bytes: Uint8Array): Promise<Result<NeedsTable>> {
  const opened = await openImportFile('needs', name, bytes);
  if (!opened.ok) return opened;
  const { sheet, place, mapping } = opened.value;
  const [rows, numbers] = [sheet.rows.slice(place.data), sheet.rowNumbers.slice(place.data)];
  const checked = checkTable('needs', rows, mapping, numbers);
  return ok({
    file: opened.value,
    ...gridOf(rows, numbers, mapping, checked.rows),
    issues: [...checked.issues, ...sheet.issues],
  });
}

/** The grid as a workbook; rows with findings carry a red column that says what to correct. */
export function needsWorkbook(judged: readonly JudgedRow[], say: Say): Promise<Uint8Array> {
  const head = NEED_COLUMNS.map((key) => say(`table-field-${key}`));
  // Skills in the language of the file; what has no name stays as it was typed.
  const word = (code: string) => {
    const name = say(`skill.${code}`);
    return name === `skill.${code}` ? code : name;
  };
  const cellOf = (cells: NeedCells, key: keyof NeedCells) =>
    key === 'skill' ? parseList(cells.skill).map(word).join(BETWEEN_SKILLS) : cells[key];
  return returnedWorkbook(
    {
      sheetName: say('table-kind-needs'),
      rows: [head, ...judged.map((row) => NEED_COLUMNS.map((key) => cellOf(row.cells, key)))],
      rowNumbers: [1, ...judged.map((row) => row.rowNo + 1)],
      headRow: 1,
      mapping: Object.fromEntries(NEED_COLUMNS.map((key, i) => [key, i])),
    },
    judged.map((row) => ({ row: row.rowNo + 1, issues: row.issues })),
    say,
  );
}

/** Replaces the grid of a task and the posts that follow from it; the caller holds the task open for editing. */
export async function saveNeeds(ctx: NeedsDesk, task: TaskRecord, cells: readonly NeedCells[]) {
  const judged = await judge(ctx, task.areaId, cells);
  const pack = task.pack === null ? undefined : ctx.deps.content.packs.get(task.pack);
  const postIds = await savePosts(ctx, task.id, judged, pack, postDays(task.startsOn, task.reviewOn, ctx.today));
  const records: NeedRowRecord[] = judged.map((row, i) => ({
    rowNo: row.rowNo,
    cells: row.cells,
    issues: row.issues,
    postId: postIds[i] ?? null,
  }));
  await replaceNeedRows(ctx.db, ctx.cityId, task.id, records);
  const version = await updateTask(ctx.db, ctx.cityId, task.id, {});
  const totals = totalNeeds(judged);
  await ctx.audit({
    action: 'needs-save',
    subjectKind: 'task',
    subjectId: task.id,
    detail: { rows: judged.length, people: totals.people },
  });
  return { judged, postIds, totals, version };
}

/** Judges rows against the places around the task and the members who have what they ask for; a skill that is recognised is kept by its code. */
export async function judge(ctx: NeedsDesk, areaId: string | null, typed: readonly NeedCells[]): Promise<JudgedRow[]> {
  const words = await skillsFor(ctx, typed);
  const grid = typed.map((cells) => ({ ...cells, skill: readSkillCell(cells.skill, words) }));
  const checked = checkNeeds(grid);
  const places = await communitiesBelow(ctx.db, ctx.cityId, areaId, ctx.today);
  const skills = await skillCounts(ctx.db, ctx.cityId, areaId, wantedSkills(checked), ctx.today);
  return judgeNeeds(grid, places, skills, words, checked);
}

/** The skills of the product; those that only the register of this city knows too, where a row names one the product has no name for. */
async function skillsFor(ctx: NeedsDesk, grid: readonly NeedCells[]): Promise<SkillWords> {
  const { skills } = ctx.deps.content;
  const words = skillWords(skills);
  if (grid.every((cells) => parseList(cells.skill).every((one) => words.exact(one) !== undefined))) return words;
  const own = await registerSkills(ctx.db, ctx.cityId);
  return skillWords(new Map([...own.map((code) => [code, []] as const), ...skills]));
}

/** A row as typed, every column there. */
export function cellsOf(cells: Readonly<Record<string, string>>): NeedCells {
  return Object.fromEntries(NEED_COLUMNS.map((key) => [key, cells[key] ?? ''])) as NeedCells;
}

/** Posts of the rows without errors; a post keeps its id while place, shift and window stay. New checkpoints become overlay places. */
async function savePosts(
  ctx: NeedsDesk,
  taskId: string,
  judged: readonly JudgedRow[],
  pack: Pack | undefined,
  days: ReturnType<typeof postDays>,
): Promise<(string | null)[]> {
  const { db } = ctx;
  const placeType = Object.keys(pack?.places ?? {})[0] ?? 'gate';
  const wanted = judged.flatMap((row) => (row.post ? [row.post] : []));
  const known = await placesIn(db, ctx.cityId, placeType, [...new Set(wanted.map((post) => post.community.id))]);
  const missing = new Map(
    wanted
      .filter((post) => !known.has(placeKey(post.community.id, post.checkpoint)))
      .map((post) => [placeKey(post.community.id, post.checkpoint), post]),
  );
  const places: Parameters<typeof insertPlaces>[3][number][] = [];
  for (const post of missing.values()) {
    // Pinyin of thousands of names: other requests get their turn in between.
    if (places.length % PLACES_AT_ONCE === PLACES_AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
    const search = searchColumns(post.checkpoint, 'place');
    places.push({
      community: post.community,
      name: post.checkpoint,
      search: { grams: [...search.grams], pinyin: search.pinyin, initials: search.initials },
    });
  }
  const made = await insertPlaces(db, ctx.cityId, placeType, places, ctx.today);
  [...missing.keys()].forEach((key, i) => {
    known.set(key, made[i]!);
  });
  const keyOf = (post: Pick<PostRecord, 'areaId' | 'shift' | 'startMinute' | 'endMinute'>) =>
    `${post.areaId} ${post.shift ?? ''} ${post.startMinute} ${post.endMinute}`;
  // A row that was taken out and comes back is the same post again: a plan that speaks of it is not made old by that.
  const all = [...(await listPosts(db, ctx.cityId, taskId, { withdrawn: true })), ...(await listPosts(db, ctx.cityId, taskId))];
  const before = new Map(all.map((post) => [keyOf(post), post]));
  const duty = Object.keys(pack?.posts ?? {})[0];
  const dutyText = duty ? (officialTexts(pack!)[`posts/${duty}/duty`] ?? '') : '';
  const posts: PostRecord[] = [];
  const ids = judged.map((row): string | null => {
    if (!row.post) return null;
    const areaId = known.get(placeKey(row.post.community.id, row.post.checkpoint))!;
    const key = keyOf({ ...row.post, areaId });
    const old = before.get(key);
    const id = old?.id ?? newId();
    posts.push({
      id,
      areaId,
      name: row.post.checkpoint,
      shift: row.post.shift,
      startMinute: row.post.startMinute,
      endMinute: row.post.endMinute,
      ...days,
      headCount: row.post.headCount,
      dutyText: old?.dutyText || dutyText,
      note: row.post.note,
      slots: row.post.slots,
    });
    return id;
  });
  await replacePosts(db, ctx.cityId, taskId, posts);
  return ids;
}
