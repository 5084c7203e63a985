import type * as z from 'zod';
import { type needRowSchema, needsFile, needsPropose, needsRead, needsSave, needsShow } from '#contract/needs';
import { startImportJob } from '#jobs/import-job';
import type { Issue } from '#kernel/lib';
import { communitiesBelow, listNeedRows, placesByCommunity } from '#store/need';
import { endedInOrder } from '../imports/ended-in-order.ts';
import { cellsOf, gridOf, judge, needsWorkbook, saveNeeds } from '../need-posts.ts';
import { type JudgedRow, proposeNeeds, totalNeeds } from '../needs.ts';
import { officialTexts } from '../packs.ts';
import { invalid } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { file, ok } from '../reply.ts';
import { packOf } from './formation.ts';
import { openTask, readTask } from './tasks.ts';

const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

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
    const rows = proposeNeeds(pack, officialTexts(pack), communities, places);
    const count = [...places.values()].reduce((sum, some) => sum + some.length, 0);
    return ok({ rows: rows.map((cells) => ({ cells })), places: count, without: communities.length - places.size });
  });

  routes.handle(
    needsRead,
    async (ctx) => {
      const job = startImportJob<'open'>({ type: 'open', kind: 'needs', fileName: ctx.fileName, bytes: ctx.body });
      const read = await endedInOrder(ctx.deps, job);
      if (read.type === 'refused') throw invalid(read.issues);
      const { table, checked, issues } = read;
      const { rows } = gridOf(table.rows, table.rowNumbers, table.mapping, checked);
      return ok({ rows: rows.map((cells) => ({ cells })), issues: [...issues, ...table.cellIssues].map(plain) });
    },
    { transaction: false },
  );

  routes.handle(needsFile, async (ctx) => {
    const task = await readTask(ctx.db, ctx.cityId, ctx.params.taskId);
    const rows = await listNeedRows(ctx.db, ctx.cityId, task.id);
    const judged = await judge(
      ctx,
      task.areaId,
      rows.map((row) => cellsOf(row.cells)),
    );
    const bytes = await needsWorkbook(judged, ctx.deps.content.say(ctx.language));
    return file(bytes, SHEET, `${task.title}.xlsx`);
  });
}

function rowOf(row: JudgedRow, postId: string | null): z.output<typeof needRowSchema> {
  return { rowNo: row.rowNo, cells: row.cells, issues: row.issues.map(plain), postId };
}

function plain(issue: Issue) {
  return { ...issue, path: [...issue.path], params: { ...issue.params } };
}
