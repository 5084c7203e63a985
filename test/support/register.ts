import type { Client } from '#contract/client';
import { orgCreate } from '#contract/organizations';
import { TOUR_ORGS, TOUR_PERSONS, TOUR_UNITS } from '#demo/tour';
import { findBodies } from '#store/scope';
import { type DemoPart, refusal, startTestServer, type TestServer } from './server.ts';

/** The demo city with its tour by readable keys and clients for the parts that a suite names. */
export interface RegisterWorld {
  readonly server: TestServer;
  readonly orgs: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, string>;
  readonly persons: ReadonlyMap<string, string>;
  client(part: DemoPart): Promise<Client>;
}

/** Starts a server on the demo city and looks up the tour. */
export async function startRegister(): Promise<RegisterWorld> {
  const server = await startTestServer({ seed: 'demo' });
  const found = await findBodies(server.deps.store.db, server.cityId, {
    orgs: Object.values(TOUR_ORGS),
    units: Object.values(TOUR_UNITS),
    persons: Object.values(TOUR_PERSONS),
  });
  return { server, ...found, client: (part) => server.as(part) };
}

/** What is typed about a new branch. */
export const branchInput = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  class: 'primary-level',
  form: 'branch',
  ...more,
});

/** Codes of the issues with which a call was refused. */
export const codesOf = async (call: Promise<unknown>): Promise<string[]> =>
  ((await refusal(call)).issues ?? []).map((one) => one.code);

/** Sets up an organization below another. */
export const create = (client: Client, parent: string, body: ReturnType<typeof branchInput>) =>
  client.call(orgCreate, { params: { orgId: parent }, body: body as never });
