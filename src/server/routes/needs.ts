import type * as z from 'zod';
import { checkTable, type ImportKind } from '#contract/import-table';
import { NEED_COLUMNS, type needRowSchema, needsFile, needsPropose, needsRead, needsSave, needsShow } from '#contract/needs';
import type { RouteShape } from '#contract/route';
import { openImportFile } from '#documents/import-file';
import { returnedWorkbook } from '#documents/tables';
import type { Issue } from '#kernel/lib';
import type { Pack } from '#kernel/packs';
import { searchColumns } from '#kernel/registry';
import { newId } from '#store/id';
import {
  communitiesBelow,
  insertPlaces,
  listNeedRows,
  listPosts,
  type NeedRowRecord,
  type PostRecord,
  placeKey,
  placesByCommunity,
  placesIn,
  replaceNeedRows,
  replacePosts,
} from '#store/need';
import type { Db } from '#store/schema';
import { skillCounts } from '#store/source';
import { type TaskRecord, updateTask } from '#store/task';
import type { Context } from '../context.ts';
import {
  checkNeeds,
  type JudgedRow,
  judgeNeeds,
  type NeedCells,
  postDays,
  proposeNeeds,
  totalNeeds,
  wantedSkills,
} from '../needs.ts';
import { invalid } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { file, ok } from '../reply.ts';
import { packOf } from './formation.ts';
import { openTask, readTask } from './tasks.ts';

const KIND: ImportKind = 'needs';
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Names of new places made searchable at a time. */
const PLACES_AT_ONCE = 200;

/** The needs grid: show, save, read from a file, give back with a red column. */
export function needRoutes(routes: Registrar): void {
  routes.handle(needsShow, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const rows = await listNeedRows(ctx.db, ctx.cityId, task.id);
    const judged = await judge(
      ctx,
      task.areaId,
      rows.map((row) => cellsOf(row.cells)),
    );
    return ok(
      { rows: judged.map((row, i) => rowOf(row, rows[i]?.postId ?? null)), totals: totalNeeds(judged) },
      { version: task.version },
    );
  });

  routes.handle(needsSave, async (ctx) => {
    const task = await openTask(ctx, ctx.params.taskId, 'edit');
    const cells = ctx.body.rows.map((row) => row.cells);
    const { judged, postIds, totals, version } = await saveNeeds(ctx, task, cells);
    return ok({ rows: judged.map((row, i) => rowOf(row, postIds[i] ?? null)), totals }, { version });
  });

  routes.handle(needsPropose, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const pack = packOf(ctx, task);
    const communities = await communitiesBelow(ctx.db, ctx.cityId, task.areaId, ctx.today);
    const ids = communities.map((one) => one.id);
    const places = await placesByCommunity(ctx.db, ctx.cityId, Object.keys(pack.places), ids);
    const rows = proposeNeeds(pack, pack.texts[ctx.language] ?? pack.texts['zh-CN']!, communities, places);
    const count = [...places.values()].reduce((sum, some) => sum + some.length, 0);
    return ok({ rows: rows.map((cells) => ({ cells })), places: count, without: communities.length - places.size });
  });

  routes.handle(needsRead, async (ctx) => {
    const opened = await openImportFile(KIND, ctx.query.name, ctx.body);
    if (!opened.ok) throw invalid(opened.issues);
    const { sheet, place, mapping } = opened.value;
    const rows = sheet.rows.slice(place.data).filter((row) => row.some((cell) => cell.trim() !== ''));
    const checked = checkTable(KIND, rows, mapping);
    const kept = new Set(checked.rows.map((row) => row.row));
    const grid = rows
      .filter((_, i) => kept.has(i + 1))
      .map((row) => ({
        cells: cellsOf(
          Object.fromEntries(NEED_COLUMNS.map((key) => [key, mapping[key] === undefined ? '' : (row[mapping[key]] ?? '')])),
        ),
      }));
    return ok({ rows: grid, issues: [...checked.issues, ...sheet.issues].map(plain) });
  });

  routes.handle(needsFile, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const rows = await listNeedRows(ctx.db, ctx.cityId, task.id);
    const say = ctx.deps.content.say(ctx.language);
    const head = NEED_COLUMNS.map((key) => say(`table-field-${key}`));
    const judged = await judge(
      ctx,
      task.areaId,
      rows.map((row) => cellsOf(row.cells)),
    );
    const bytes = await returnedWorkbook(
      {
        sheetName: say('table-kind-needs'),
        rows: [head, ...rows.map((row) => NEED_COLUMNS.map((key) => row.cells[key] ?? ''))],
        rowNumbers: [1, ...rows.map((_, i) => i + 2)],
        headRow: 1,
        mapping: Object.fromEntries(NEED_COLUMNS.map((key, i) => [key, i])),
      },
      judged.map((row) => ({ row: row.rowNo + 1, issues: row.issues })),
      say,
    );
    return file(bytes, SHEET, `${task.title}.xlsx`);
  });
}

/** Replaces the grid of a task and the posts that follow from it; the caller holds the task open for editing. */
export async function saveNeeds<R extends RouteShape>(ctx: Context<R>, task: TaskRecord, cells: readonly NeedCells[]) {
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

/** Judges rows against the places around the task and the members who have what they ask for. */
async function judge<R extends RouteShape>(
  ctx: Context<R>,
  areaId: string | null,
  grid: readonly NeedCells[],
): Promise<JudgedRow[]> {
  const checked = checkNeeds(grid);
  const places = await communitiesBelow(ctx.db, ctx.cityId, areaId, ctx.today);
  const skills = await skillCounts(ctx.db, ctx.cityId, areaId, wantedSkills(checked), ctx.today);
  return judgeNeeds(grid, places, skills, checked);
}

/** A row as typed, every column there. */
export function cellsOf(cells: Readonly<Record<string, string>>): NeedCells {
  return Object.fromEntries(NEED_COLUMNS.map((key) => [key, cells[key] ?? ''])) as NeedCells;
}

/** Posts of the rows without errors; a post keeps its id while place, shift and window stay. New checkpoints become overlay places. */
async function savePosts<R extends RouteShape>(
  ctx: Context<R>,
  taskId: string,
  judged: readonly JudgedRow[],
  pack: Pack | undefined,
  days: ReturnType<typeof postDays>,
): Promise<(string | null)[]> {
  const db: Db = ctx.db;
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
  const dutyText = duty ? (pack!.texts[ctx.language]?.[`posts/${duty}/duty`] ?? '') : '';
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

function rowOf(row: JudgedRow, postId: string | null): z.output<typeof needRowSchema> {
  return { rowNo: row.rowNo, cells: row.cells, issues: row.issues.map(plain), postId };
}

function plain(issue: Issue) {
  return { ...issue, path: [...issue.path], params: { ...issue.params } };
}
