import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '#contract/client';
import { choiceSet, planExplain, planList, planStart } from '#contract/plans';
import type { AssemblyPlan } from '#kernel/assembly';
import { planDocument } from '#store/plan-document';
import { cutNeeds, writeDrill } from '../support/drill.ts';
import { planEnded } from '../support/plan-ended.ts';
import { startTestServer } from '../support/server.ts';

/** A plan around one person who cannot come leaves everyone else where he is, those who lead as well. */
describe('a plan that keeps what stands', async () => {
  const server = await startTestServer({ seed: 'demo' });
  let drafter: Client;
  let taskId = '';

  beforeAll(async () => {
    drafter = await server.as('cityOfficer');
    taskId = await writeDrill(drafter);
    await cutNeeds(drafter, taskId, '梅溪', 30);
  });

  async function planned(body: { keep?: boolean; fewestMoves?: boolean }): Promise<AssemblyPlan> {
    const { id } = (await drafter.call(planStart, { params: { taskId }, body })).data;
    await planEnded(drafter, id);
    return (await planDocument(server.database.store.db, server.cityId, id, 'plan')) as AssemblyPlan;
  }

  const seat = (one: AssemblyPlan['leaders'][number]) => `${one.org} ${one.role} ${one.member} ${one.post}`;

  test('one person kept away from a post: only the seats he held are filled anew, nobody else who leads changes', async () => {
    const before = await planned({});
    expect(before.leaders.length).toBeGreaterThan(5);
    const leads = before.leaders.find((one) => one.how === 'proposed' && one.post !== null)!;
    await drafter.call(choiceSet, {
      params: { taskId },
      body: { personId: leads.member!, postId: leads.post!, kind: 'exclude' },
    });
    const after = await planned({ keep: true, fewestMoves: true });
    const seats = (plan: AssemblyPlan) => plan.leaders.filter((one) => one.org !== leads.org).map(seat);
    expect(seats(after)).toEqual(seats(before));
    expect(after.leaders.find((one) => one.org === leads.org && one.role === leads.role)!.member).not.toBe(leads.member);
    const stands = new Set(after.assignments.map((one) => `${one.member} ${one.post}`));
    const gone = before.assignments.filter((one) => !stands.has(`${one.member} ${one.post}`));
    expect(gone.length).toBeLessThanOrEqual(2);
    // Points of such a plan are mostly people who move: no other person fills a place where none is empty.
    const { id } = (await drafter.call(planList, { params: { taskId } })).data.items[0]!;
    expect(after.shortages).toEqual([]);
    for (const one of after.assignments.slice(0, 5)) {
      const explained = await drafter.call(planExplain, {
        params: { planId: id, postId: one.post },
        query: { personId: one.member },
      });
      expect(explained.data.whoElse.length).toBeGreaterThan(0);
      expect(explained.data.whoElse.filter((other) => other.filled > 0)).toEqual([]);
      for (const other of explained.data.whoElse)
        if (other.difference >= 100_000) expect(other.moves + -other.filled).toBeGreaterThan(0);
    }
  });
});
