import type { RouteShape } from '#contract/route';
import { namesOf } from '#store/person-name';
import type { Context } from './context.ts';
import { problem } from './problem.ts';

/** Most names that one act reveals outside a plan: one page of a list. */
const ONE_PAGE = 200;

/**
 * Reveals full names to the acting role and writes down who did it, why and whose: one page of an organization or one plan at a time.
 * The caller's route must have checked the power `names` over the subject. Returns person id -> name; erased names are missing.
 */
export async function revealNames<R extends RouteShape>(
  ctx: Pick<Context<R>, 'db' | 'cityId' | 'audit'>,
  act: { subject: { kind: 'org' | 'plan' | 'person'; id: string }; purpose: string; persons: readonly string[] },
): Promise<Map<string, string>> {
  if (act.subject.kind !== 'plan' && act.persons.length > ONE_PAGE) throw problem('names-not-allowed', {});
  const names = await namesOf(ctx.db, ctx.cityId, act.persons);
  await ctx.audit({
    action: 'names-revealed',
    subjectKind: act.subject.kind,
    subjectId: act.subject.id,
    detail: { purpose: act.purpose, personIds: [...names.keys()] },
  });
  return names;
}
