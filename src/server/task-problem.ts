/** Reads everything about a task that its problem is built from; the building itself is in plan-problem.ts. */

import type { AssemblyPlan, AssemblyProblemInput } from '#kernel/assembly';
import { addDays, type Day } from '#kernel/lib';
import type { Pack } from '#kernel/packs';
import { chainPlaces, listChainChoices } from '#store/chain';
import { hinderedPeople } from '#store/consultation';
import { listPosts } from '#store/need';
import { latestUsablePlan, listChoices, listPlanRows } from '#store/plan';
import { planDocument } from '#store/plan-document';
import type { Db } from '#store/schema';
import { busyTimes, candidates, findSources, lentElsewhere, type SourceChoice, sourceAreas, sourceUnits } from '#store/source';
import { findTask, type TaskRecord } from '#store/task';
import type { Content } from './content.ts';
import { chainPlace, drawDivided } from './formation.ts';
import { keptLeaders, type NamedLeader } from './kept-leaders.ts';
import { buildProblem, classifyUnit, membersOf } from './plan-problem.ts';

/** What reading needs; a request context is one. */
export interface Ground {
  readonly db: Db;
  readonly cityId: string;
  readonly today: Day;
}

/** People built into members before others get their turn. */
const PEOPLE_AT_ONCE = 5_000;

/** What an own offer outweighs, in points of 10 m. */
const OFFER_POINTS = 100;

const NO_PACK: Pack['pattern'] = { levels: [], tags: [] };

/** The problem of a task as it stands now. */
export async function readTaskProblem(
  ground: Ground & { readonly content: Content },
  taskId: string,
  options: { readonly seed: number; readonly planId: string; readonly keep?: boolean; readonly fewestMoves?: boolean },
): Promise<AssemblyProblemInput> {
  const { db, cityId, today } = ground;
  const task = await findTask(db, cityId, taskId);
  if (!task) throw new Error(`no task ${taskId}`);
  const pack = task.pack === null ? undefined : ground.content.packs.get(task.pack);
  const posts = await listPosts(db, cityId, taskId);
  const { allUnits, units, categories, choice, withoutUnit } = await chosenSources(ground, task);
  const people = await candidates(
    db,
    cityId,
    taskId,
    { unitIds: units.map((unit) => unit.id), areaIds: choice.areaIds, withoutUnit },
    today,
  );
  const from = posts.reduce<Day>((min, post) => (post.dayFrom < min ? post.dayFrom : min), posts[0]?.dayFrom ?? today);
  const to = posts.reduce<Day>((max, post) => (post.dayTo > max ? post.dayTo : max), addDays(from, 1));
  const places = pack ? (await chainPlaces(db, cityId, taskId)).map((row) => chainPlace(row, pack)) : [];
  const chainChoices = await listChainChoices(db, cityId, taskId);
  const nodes = pack ? drawDivided(pack, places, posts, chainChoices).nodes : [];
  const hindered = new Set(await hinderedPeople(db, cityId, taskId));
  // A pin of someone who is gone, or at a post that is, says nothing any more; it stays listed until it is taken back.
  const [knownPosts, knownPeople] = [new Set(posts.map((one) => one.id)), new Set(people.map((one) => one.id))];
  const choices = (await listChoices(db, cityId, taskId)).filter(
    (one) => knownPosts.has(one.postId) && knownPeople.has(one.personId),
  );
  const before = options.keep || options.fewestMoves ? await latestUsablePlan(db, cityId, taskId) : undefined;
  const told = before ? await publishedRows(db, cityId, before.id) : [];
  const published = told.filter((one) => knownPosts.has(one.postId) && knownPeople.has(one.personId));
  const counties = await sourceAreas(db, cityId, today);
  const countyOf = new Map<string, string>();
  for (const unit of allUnits) {
    const county = counties.find((one) => unit.areaPath?.startsWith(one.path));
    if (unit.areaId && county) countyOf.set(unit.areaId, county.id);
  }
  const taskCaps = new Map(choice.caps.map((one) => [one.unitId, one.cap]));
  const pins = choices.filter((one) => one.kind === 'pin');
  const exclusions = choices.filter((one) => one.kind === 'exclude');
  // Who was chosen by hand and cannot come stays chosen until another is; the plan looks for someone meanwhile.
  const named = chainChoices.flatMap((one): NamedLeader[] =>
    one.personId === null || !knownPeople.has(one.personId) || hindered.has(one.personId)
      ? []
      : [
          {
            nodeKey: one.nodeKey,
            personId: one.personId,
            role: one.choice === 'secretary' || one.choice === 'group-leader' ? 'leader' : 'deputy',
          },
        ],
  );
  const leaders = before ? ((await planDocument(db, cityId, before.id, 'plan')) as AssemblyPlan | undefined)?.leaders : undefined;
  const facts = {
    taskId,
    issuerTier: null,
    posts,
    places,
    nodes,
    pattern: pack?.pattern ?? NO_PACK,
    units,
    categories,
    taskCaps,
    lent: await lentElsewhere(db, cityId, taskId, from, to),
    people: [],
    busy: await busyTimes(db, cityId, taskId, from, to),
    countyOf,
    pins,
    exclusions,
    designated: [
      ...named,
      ...keptLeaders(leaders ?? [], { people, units, taskCaps, nodes, posts, named, pins, exclusions, hindered }),
    ],
    published,
    seed: options.seed,
  };
  const head = buildProblem(facts, addDays);
  // A city has hundreds of thousands: other requests get their turn in between.
  const members: AssemblyProblemInput['members'] = [];
  const make = membersOf(facts, addDays);
  for (let at = 0; at < people.length; at++) {
    const one = people[at]!;
    if (at % PEOPLE_AT_ONCE === PEOPLE_AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
    members.push(make(hindered.has(one.id) ? { ...one, resting: true } : one));
  }
  // An own offer that was confirmed stands before a kilometre of way, where it fits.
  const offered = people.some((one) => one.offer !== null);
  const input = { ...head, members, ...(offered ? { weights: { notOffered: OFFER_POINTS } } : {}) };
  return options.fewestMoves ? { ...input, options: { fewestMoves: true } } : input;
}

async function publishedRows(db: Db, cityId: string, planId: string) {
  return (await listPlanRows(db, cityId, planId)).map((row) => ({ postId: row.postId, personId: row.personId }));
}

/** The choice of sources of a task; before any was made, the county around its area and everything in it. */
export async function sourceChoice(ground: Ground, task: Pick<TaskRecord, 'id' | 'areaId'>): Promise<SourceChoice> {
  const choice = await findSources(ground.db, ground.cityId, task.id);
  if (choice.areaIds.length > 0) return choice;
  const areas = await sourceAreas(ground.db, ground.cityId, ground.today);
  const own = areas.find((area) => area.id === task.areaId || (task.areaId !== null && area.path.includes(task.areaId)));
  return { ...choice, areaIds: own ? [own.id] : areas.filter((area) => area.members > 0).map((area) => area.id) };
}

/** Units and areas whose people a task may ask: as its plan had them. */
export async function candidateSources(
  ground: Ground & { readonly content: Content },
  task: TaskRecord,
): Promise<{ unitIds: string[]; areaIds: readonly string[]; withoutUnit: boolean }> {
  const { units, choice, withoutUnit } = await chosenSources(ground, task);
  return { unitIds: units.map((unit) => unit.id), areaIds: choice.areaIds, withoutUnit };
}

async function chosenSources(ground: Ground & { readonly content: Content }, task: TaskRecord) {
  const pack = task.pack === null ? undefined : ground.content.packs.get(task.pack);
  const choice = await sourceChoice(ground, task);
  const allUnits = await sourceUnits(ground.db, ground.cityId, choice.areaIds, ground.today);
  const categories = new Map(allUnits.map((unit) => [unit.id, pack ? classifyUnit(pack, unit) : 'other']));
  const left = new Set(choice.excludedUnitIds);
  const units = allUnits.filter((unit) => !left.has(unit.id) && !choice.excludedCategories.includes(categories.get(unit.id)!));
  return { choice, allUnits, units, categories, withoutUnit: !choice.excludedCategories.includes('free-community') };
}
