import {
  importCommit,
  importCreate,
  importList,
  importMapping,
  importReturned,
  importRows,
  importShow,
  importStop,
  importTemplate,
  importUndo,
} from '#contract/import';
import type { RouteShape } from '#contract/route';
import { type Say, templateWorkbook } from '#documents/tables';
import {
  type Done,
  type ImportJob,
  type ImportScope,
  type JobProgress,
  JobStopped,
  type NotDone,
  type RegisterKind,
  startImportJob,
} from '#jobs/import-job';
import { errorIssue, type Issue } from '#kernel/lib';
import { createBatch, eraseOldRows, findBatch, type ImportBatch, listBatches, moveBatch, rowsOf } from '#store/import-batch';
import { backgroundOf } from '../background.ts';
import type { Context } from '../context.ts';
import { endedInOrder } from '../imports/ended-in-order.ts';
import { RunningImports } from '../imports/running.ts';
import { batchView, rowView } from '../imports/show.ts';
import { invalid, problem } from '../problem.ts';
import type { Registrar } from '../registrar.ts';
import { empty, file, ok } from '../reply.ts';

/** The issue of a batch whose job was cut off (server stopped, killed, restarted). */
const CUT_OFF: Issue = errorIssue('import-cut-off', ['file'], {});

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type AnyContext = Context<RouteShape>;

/** A commit or an undo that runs. */
type EndingJob = ImportJob<'commit'> | ImportJob<'undo'>;

/** Texts in the language of the request. */
export function sayOf(ctx: Pick<AnyContext, 'deps' | 'language'>): Say {
  return ctx.deps.content.say(ctx.language);
}

/** Who imports and how far: what lies below the body of the acting role. */
function scopeOfImport(ctx: Pick<AnyContext, 'deps' | 'cityId' | 'today' | 'now' | 'session' | 'scope'>): ImportScope {
  const { body, seesPersons, grantId } = ctx.scope;
  return {
    access: ctx.deps.store.access,
    cityId: ctx.cityId,
    today: ctx.today,
    now: ctx.now,
    actor: { accountId: ctx.session.accountId, grantId },
    reach: { everything: false, areaPath: body.areaPath, seesPersons },
    anchors: body.anchors,
  };
}

/** Imports: hand in, look, map, write, take back. Handlers open their own transactions: reading and writing outlive a request. */
export function importRoutes(routes: Registrar): void {
  const running = new RunningImports();
  const own = { transaction: false } as const;

  /** The batch; one whose job is gone with its process is moved on: a read one failed, a commit rolled back to its preview. */
  async function current(ctx: Pick<AnyContext, 'deps' | 'cityId'>, id: string): Promise<ImportBatch> {
    const { db } = ctx.deps.store;
    const batch = await findBatch(db, ctx.cityId, id);
    if (!batch) throw problem('not-found', {});
    if ((batch.state !== 'reading' && batch.state !== 'committing') || running.progress(id)) return batch;
    if (batch.state === 'reading') await moveBatch(db, ctx.cityId, id, ['reading'], { state: 'failed', failure: [CUT_OFF] });
    else await moveBatch(db, ctx.cityId, id, ['committing'], { state: 'preview' });
    return (await findBatch(db, ctx.cityId, id))!;
  }

  const answer = async (ctx: Pick<AnyContext, 'deps' | 'cityId'>, id: string) => {
    const batch = await current(ctx, id);
    return ok(batchView(batch, running.progress(id)) as never);
  };

  async function readFile(
    scope: ImportScope,
    id: string,
    kind: RegisterKind,
    name: string,
    bytes: Uint8Array,
    deps: Pick<AnyContext, 'deps'>['deps'],
  ): Promise<void> {
    const { db } = deps.store;
    const fail = (failure: readonly Issue[]) => moveBatch(db, scope.cityId, id, ['reading'], { state: 'failed', failure });
    try {
      const job = running.add(id, (onProgress) =>
        startImportJob<'preview'>({ type: 'preview', scope, batchId: id, kind, fileName: name, bytes }, onProgress),
      );
      const result = await job.result;
      if (result.type === 'refused') await fail(result.issues);
    } catch (error) {
      if (error instanceof JobStopped && backgroundOf(deps).stopping) await fail([CUT_OFF]);
      else if (error instanceof JobStopped) await moveBatch(db, scope.cityId, id, ['reading'], { state: 'stopped' });
      else {
        deps.log(`import ${id} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        await fail([errorIssue('import-failed', ['file'], { name })]);
      }
    } finally {
      running.done(id);
    }
  }

  routes.handle(importTemplate, async (ctx) => {
    const say = sayOf(ctx);
    return file(await templateWorkbook(ctx.params.kind, say), WORKBOOK, `${say(`table-kind-${ctx.params.kind}`)}.xlsx`);
  });

  routes.handle(
    importCreate,
    async (ctx) => {
      const { kind } = ctx.query;
      const name = ctx.fileName;
      const scope = scopeOfImport(ctx);
      await eraseOldRows(ctx.deps.store.db, ctx.cityId, ctx.now);
      const id = await createBatch(ctx.deps.store.db, {
        cityId: ctx.cityId,
        kind,
        fileName: name,
        createdBy: ctx.session.accountId,
        now: ctx.now,
      });
      running.mark(id);
      // What cannot even be marked failed now, because the database is away, is found without a job later and moved on then.
      const reading = readFile(scope, id, kind, name, ctx.body, ctx.deps).catch((error: unknown) =>
        ctx.deps.log(`import ${id}: ${String(error)}`),
      );
      void backgroundOf(ctx.deps).add(reading, () => running.stop(id));
      return answer(ctx, id);
    },
    own,
  );

  routes.handle(importList, async (ctx) => {
    const { limit, cursor } = ctx.query;
    const batches = await listBatches(ctx.db, ctx.cityId, ctx.session.accountId, limit + 1, cursor ?? null);
    const page = batches.slice(0, limit);
    const items = page.map((batch) => batchView(batch, running.progress(batch.id)));
    return ok({ items: items as never[], next: batches.length > limit ? page.at(-1)!.id : null });
  });

  routes.handle(importShow, (ctx) => answer(ctx, ctx.params.importId));

  routes.handle(importRows, async (ctx) => {
    const { limit, cursor, outcome, issues } = ctx.query;
    const batch = await current(ctx, ctx.params.importId);
    const rows = await rowsOf(ctx.db, ctx.cityId, batch.id, {
      ...(outcome ? { outcomes: outcome } : {}),
      withIssues: issues === 'yes',
      after: Number(cursor ?? 0) || 0,
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const items = page.map((row) => rowView(row, batch.kind, ctx.scope.seesPersons));
    return ok({ items: items as never[], next: rows.length > limit ? String(page.at(-1)!.rowNo) : null });
  });

  routes.handle(
    importMapping,
    async (ctx) => {
      const id = ctx.params.importId;
      const batch = await current(ctx, id);
      if (batch.state !== 'preview') throw problem('state-refuses', { state: batch.state });
      const scope = scopeOfImport(ctx);
      const { issues } = await endedInOrder(
        ctx.deps,
        startImportJob<'map'>({ type: 'map', scope, batchId: id, mapping: ctx.body.mapping }),
      );
      if (issues.length > 0) throw invalid(issues);
      return answer(ctx, id);
    },
    own,
  );

  const finish = async (
    ctx: Pick<AnyContext, 'deps' | 'cityId'>,
    id: string,
    start: (onProgress: (progress: JobProgress) => void) => EndingJob,
  ) => {
    let result: Done | NotDone;
    try {
      const job = running.addUnstoppable(id, start);
      result = (await backgroundOf(ctx.deps).add(job.result)).outcome;
    } finally {
      running.done(id);
    }
    if (result.done) return answer(ctx, id);
    if (result.why === 'errors') throw invalid(result.issues);
    if (result.why === 'kept') {
      throw invalid(result.kept.map((one) => errorIssue(`import-kept-${one.why}`, ['rows', one.rowNo], { name: one.name })));
    }
    throw problem('state-refuses', { state: (await current(ctx, id)).state });
  };

  routes.handle(
    importCommit,
    async (ctx) => {
      const batchId = ctx.params.importId;
      await current(ctx, batchId);
      const scope = scopeOfImport(ctx);
      return finish(ctx, batchId, (told) => startImportJob<'commit'>({ type: 'commit', scope, batchId }, told));
    },
    own,
  );

  routes.handle(
    importUndo,
    (ctx) => {
      const [batchId, scope, { rest }] = [ctx.params.importId, scopeOfImport(ctx), ctx.body];
      return finish(ctx, batchId, (told) => startImportJob<'undo'>({ type: 'undo', scope, batchId, rest }, told));
    },
    own,
  );

  routes.handle(
    importStop,
    async (ctx) => {
      const id = ctx.params.importId;
      running.stop(id);
      const moved = await moveBatch(ctx.deps.store.db, ctx.cityId, id, ['reading', 'preview'], { state: 'stopped' });
      if (!moved) throw problem('state-refuses', { state: (await current(ctx, id)).state });
      return empty();
    },
    own,
  );

  routes.handle(importReturned, async (ctx) => {
    const batch = await current(ctx, ctx.params.importId);
    const words = ctx.deps.content.words(ctx.language);
    const job = startImportJob<'returned'>({ type: 'returned', scope: scopeOfImport(ctx), batchId: batch.id, words });
    const { bytes } = await endedInOrder(ctx.deps, job);
    if (!bytes) throw problem('state-refuses', { state: batch.state });
    return file(bytes, WORKBOOK, `${batch.fileName.replace(/\.\w+$/, '')}.xlsx`);
  });
}
