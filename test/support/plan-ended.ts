import type { Client } from '#contract/client';
import { planShow } from '#contract/plans';
import type { ResponseOf } from '#contract/route';

/** The version once it is no longer queued or running, whatever came of it; throws after two minutes. */
export async function planEnded(client: Client, planId: string): Promise<ResponseOf<typeof planShow>> {
  for (const until = Date.now() + 120_000; Date.now() < until; ) {
    const { data } = await client.call(planShow, { params: { planId } });
    if (!['queued', 'running'].includes(data.state)) return data;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error('the plan did not end within two minutes');
}

/** The same for one that must be usable; throws with its reason when it failed. */
export async function planReady(client: Client, planId: string): Promise<ResponseOf<typeof planShow>> {
  const plan = await planEnded(client, planId);
  if (plan.state === 'failed') throw new Error(JSON.stringify(plan.failure));
  return plan;
}
