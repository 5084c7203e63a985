/**
 * The draft of a chain as the pages and the submission see it: drawn from the needs, divided and officered as people chose,
 * judged by the rules and by what must be there. Reads only; the same state of the database gives the same draft.
 */
import type * as z from 'zod';
import type { openPlaceSchema } from '#contract/formation';
import type { RouteShape } from '#contract/route';
import type { AssemblyPlan } from '#kernel/assembly';
import {
  type ChainNode,
  type ChainPlace,
  divideNode,
  drawChain,
  type FormationFacts,
  nodesOfPlaces,
  submitIssues,
} from '#kernel/formation';
import { FOREVER, type Issue } from '#kernel/lib';
import type { Pack } from '#kernel/packs';
import {
  ADMINISTRATIVE_KINDS,
  type Boundaries,
  boundariesCrossed,
  crossedCount,
  type Participation,
  type System,
  type Tier,
} from '#kernel/registry';
import type { Finding } from '#kernel/rules';
import { approverFor } from '#store/approver';
import { type ChainChoice, chainPlaces, listChainChoices, type PlaceRow } from '#store/chain';
import { type ConsultationCounts, countConsultation, type WouldLead } from '#store/consultation';
import { listPosts, type PostRecord } from '#store/need';
import { listPlanRows, type PlanRowRecord } from '#store/plan';
import { planDocument } from '#store/plan-document';
import { type SourceFacts, sourcesOfPeople } from '#store/source-facts';
import { listBeside, listLines, type TaskRecord } from '#store/task';
import type { Context } from './context.ts';
import { judge } from './formation-rules.ts';
import { nodeName } from './formation-view.ts';
import { gapsOf, type PlanNames } from './plan-view.ts';

/** Who leads a node, by plan or by a person's choice. */
export interface Officer {
  readonly nodeKey: string;
  readonly office: ChainChoice['choice'];
  readonly personId: string;
  readonly name: string;
  readonly status: 'full' | 'probationary' | 'non-member';
  readonly unitName: string | null;
  readonly proposedBy: 'plan' | 'person';
}

/** Everyone who would join a chain: people at posts, and those who lead without serving at one. Together they are all. */
export interface Crowd {
  readonly all: number;
  readonly atPosts: number;
  readonly leading: number;
}

/** Everything about the chain of a task. */
export interface DraftFormation {
  readonly task: TaskRecord;
  readonly pack: Pack;
  readonly places: ReadonlyMap<string, ChainPlace & PlaceRow>;
  readonly posts: readonly PostRecord[];
  readonly nodes: readonly ChainNode[];
  readonly choices: readonly ChainChoice[];
  readonly rows: readonly PlanRowRecord[];
  readonly officers: readonly Officer[];
  /** People in the node or below, by node key: at posts, or leading without one. */
  readonly people: ReadonlyMap<string, number>;
  /** Everyone who would join, each once. */
  readonly crowd: Crowd;
  /** Places of the plan that stay open, those with most people missing first. */
  readonly gaps: readonly z.output<typeof openPlaceSchema>[];
  readonly nodeOfPost: ReadonlyMap<string, ChainNode>;
  readonly sources: ReadonlyMap<string, SourceFacts>;
  readonly boundaries: Boundaries;
  readonly findings: readonly { readonly finding: Finding; readonly nodes: readonly string[] }[];
  readonly issues: readonly Issue[];
  readonly approver: { readonly id: string; readonly name: string } | null;
  readonly consult: ConsultationCounts;
  /** Whom the plan would have lead without serving at a post: they are asked too. */
  readonly leading: readonly WouldLead[];
  readonly beside: readonly { readonly unitId: string; readonly name: string; readonly division: string }[];
  /** Lines of the work plan in their order; `political` marks political and mass work. */
  readonly lines: readonly { readonly kind: string; readonly text: string; readonly political: boolean }[];
}

/** A place as the kernel draws with it. */
export function chainPlace(row: PlaceRow, pack: Pack): ChainPlace & PlaceRow {
  const tier = row.overlay ? null : ((ADMINISTRATIVE_KINDS as Record<string, Tier>)[row.kind] ?? null);
  return { ...row, tier, type: row.overlay && row.kind in pack.places ? row.kind : null };
}

/** Draws the chain with the divisions that people chose; `peopleOf` weighs the children of a divided node. */
export function drawDivided(
  pack: Pack,
  places: readonly ChainPlace[],
  posts: readonly PostRecord[],
  choices: readonly ChainChoice[],
): { nodes: readonly ChainNode[]; issues: readonly Issue[] } {
  const drawn = drawChain(
    pack.pattern,
    places,
    posts.map((post) => post.areaId),
  );
  const heads = new Map<string, number>();
  for (const post of posts) heads.set(post.areaId, (heads.get(post.areaId) ?? 0) + post.headCount);
  let nodes = drawn.nodes;
  const issues: Issue[] = [...drawn.issues];
  for (const choice of choices) {
    if (choice.choice !== 'parts' || !nodes.some((node) => node.key === choice.nodeKey)) continue;
    const areaOf = new Map(nodes.map((node) => [node.key, node.areaId]));
    const divided = divideNode(nodes, choice.nodeKey, choice.parts!, (key) => heads.get(areaOf.get(key)!) ?? 0);
    nodes = divided.nodes;
    issues.push(...divided.issues);
  }
  return { nodes, issues };
}

/** The node that each post belongs to; with a divided branch, the part that its group hangs under is above it. */
export function nodesOfPosts(
  pack: Pack,
  nodes: readonly ChainNode[],
  places: ReadonlyMap<string, ChainPlace>,
  posts: readonly PostRecord[],
): Map<string, ChainNode> {
  const nodeOf = nodesOfPlaces(nodes, pack.pattern);
  const byPlace = new Map<string, ChainNode | undefined>();
  const found = new Map<string, ChainNode>();
  for (const post of posts) {
    if (!byPlace.has(post.areaId)) byPlace.set(post.areaId, nodeOf(places.get(post.areaId)!));
    const node = byPlace.get(post.areaId);
    if (node) found.set(post.id, node);
  }
  return found;
}

/** Collects the draft of a task that has a pack; without one there is no pattern to draw from. */
export async function readFormation<R extends RouteShape>(
  ctx: Context<R>,
  task: TaskRecord,
  pack: Pack,
): Promise<DraftFormation> {
  const { db, cityId, today } = ctx;
  const placeRows = (await chainPlaces(db, cityId, task.id)).map((row) => chainPlace(row, pack));
  const places = new Map(placeRows.map((row) => [row.id, row]));
  const posts = await listPosts(db, cityId, task.id);
  const choices = await listChainChoices(db, cityId, task.id);
  const { nodes, issues: chainIssues } = drawDivided(pack, placeRows, posts, choices);
  const nodeOfPost = nodesOfPosts(pack, nodes, places, posts);
  const rows = task.planId === null ? [] : await listPlanRows(db, cityId, task.planId);
  const plan = task.planId === null ? null : ((await planDocument(db, cityId, task.planId, 'plan')) as AssemblyPlan | null);
  const verification =
    task.planId === null ? null : ((await planDocument(db, cityId, task.planId, 'verification')) as { ok: boolean } | null);
  const sources = await sourcesOfPeople(
    db,
    cityId,
    [...new Set([...rows.map((row) => row.personId), ...leadersOf(plan), ...choices.flatMap((one) => one.personId ?? [])])],
    task.id,
  );
  const officers = officersOf(nodes, choices, plan, sources);
  const people = countPeople(nodes, nodeOfPost, rows, officers);
  const serving = new Set(rows.map((row) => row.personId));
  const everyone = new Set([...serving, ...officers.map((one) => one.personId)]);
  const boundaries = boundariesOf(everyone, sources, today);
  const root = nodes.find((node) => node.parentKey === null);
  const approver = root ? await approverFor(db, cityId, root.areaId) : null;
  const leading = leadersWithoutPost(pack, task, nodes, officers, serving);
  // Who came in later is told apart while the request can still change.
  const planId = ['planned', 'submitted'].includes(task.state) ? task.planId : null;
  const consult = await countConsultation(db, { cityId, taskId: task.id, planId, leaders: leading });
  const beside = await listBeside(db, cityId, task.id);
  const lines = await listLines(db, cityId, task.id);
  const facts: FormationFacts = {
    task: {
      title: task.title,
      goal: task.goal,
      why: task.why,
      issuer: task.issuerName,
      charter: task.charter,
      endCondition: task.endCondition,
      reviewOn: task.reviewOn,
      startsOn: task.startsOn,
      standingEnough: task.standingCheck?.enough ?? null,
      standingReason: task.standingCheck?.reason ?? '',
      planLines: lines,
      beside,
      emergencyReason: task.emergencyReason,
      consulted: task.consultUntil !== null && consult.units + consult.people > 0,
      unasked: consult.unasked,
      consultSkippedReason: task.consultSkippedReason,
    },
    needs: posts.length,
    needErrors: task.needErrors,
    approverOrgId: approver?.id ?? null,
    plan:
      task.planId === null
        ? null
        : { version: task.planVersion!, verified: verification?.ok === true, needed: task.needed, placed: task.placed ?? 0 },
    pattern: pack.pattern,
    nodes,
    chainIssues,
    peopleByNode: people,
    whole: new Set(choices.flatMap((one) => (one.choice === 'whole' ? [one.nodeKey] : []))),
    officers: officers.map((one) => ({ ...one, office: one.office as string })),
    boundariesCrossed: crossedCount(boundaries),
    today,
  };
  const findings = judge(ctx, pack, task, nodes, people, rows, nodeOfPost, officers);
  return {
    task,
    pack,
    places,
    posts,
    nodes,
    choices,
    rows,
    officers,
    people,
    crowd: { all: everyone.size, atPosts: serving.size, leading: everyone.size - serving.size },
    gaps: plan ? gapsOf(plan, namesFor(posts, places, sources)).map(({ repairs: _repairs, ...gap }) => gap) : [],
    nodeOfPost,
    sources,
    boundaries,
    findings,
    issues: submitIssues(facts),
    approver,
    consult,
    leading,
    beside,
    lines,
  };
}

/** Officers who serve at no post, each once with the highest organization they would lead. */
function leadersWithoutPost(
  pack: Pack,
  task: TaskRecord,
  nodes: readonly ChainNode[],
  officers: readonly Officer[],
  serving: ReadonlySet<string>,
): WouldLead[] {
  const found = new Map<string, WouldLead>();
  const nodeAt = new Map(nodes.map((node, at) => [node.key, { node, at }]));
  const byNode = [...officers].sort((a, b) => nodeAt.get(a.nodeKey)!.at - nodeAt.get(b.nodeKey)!.at);
  for (const { nodeKey, personId } of byNode) {
    if (serving.has(personId) || found.has(personId)) continue;
    found.set(personId, { personId, org: nodeName({ pack, task }, nodeAt.get(nodeKey)!.node, 'zh-CN') });
  }
  return [...found.values()];
}

function leadersOf(plan: AssemblyPlan | null): string[] {
  return (plan?.leaders ?? []).flatMap((one) => (one.member === null ? [] : [one.member]));
}

/** A person's choice stands before the plan's proposal. Whoever was to lead a node that is divided leads its first part. */
function officersOf(
  nodes: readonly ChainNode[],
  choices: readonly ChainChoice[],
  plan: AssemblyPlan | null,
  sources: ReadonlyMap<string, SourceFacts>,
): Officer[] {
  const officers: Officer[] = [];
  const known = new Map(nodes.map((node) => [node.key, node]));
  const nodeAt = (key: string) => known.get(key) ?? known.get(`${key}:1`);
  const taken = new Set<string>();
  // Choices made for a part stand before those made for the whole.
  const chosen = [...choices].sort((a, b) => Number(known.has(b.nodeKey)) - Number(known.has(a.nodeKey)));
  for (const choice of chosen) {
    const node = nodeAt(choice.nodeKey);
    if (
      choice.choice === 'parts' ||
      choice.choice === 'whole' ||
      choice.personId === null ||
      !node ||
      taken.has(`${node.key} ${choice.choice}`)
    )
      continue;
    taken.add(`${node.key} ${choice.choice}`);
    officers.push({
      nodeKey: node.key,
      office: choice.choice,
      personId: choice.personId,
      name: choice.name ?? '',
      status: choice.status ?? 'non-member',
      unitName: sources.get(choice.personId)?.unitName ?? null,
      proposedBy: 'person',
    });
  }
  for (const leader of plan?.leaders ?? []) {
    const node = nodeAt(leader.org);
    if (!node || leader.member === null) continue;
    const group = node.form === 'group';
    const office =
      leader.role === 'leader' ? (group ? 'group-leader' : 'secretary') : group ? 'deputy-group-leader' : 'deputy-secretary';
    const facts = sources.get(leader.member);
    if (!facts || taken.has(`${node.key} ${office}`)) continue;
    taken.add(`${node.key} ${office}`);
    officers.push({
      nodeKey: node.key,
      office,
      personId: leader.member,
      name: facts.name,
      status: facts.status,
      unitName: facts.unitName,
      proposedBy: 'plan',
    });
  }
  return officers;
}

function countPeople(
  nodes: readonly ChainNode[],
  nodeOfPost: ReadonlyMap<string, ChainNode>,
  rows: readonly PlanRowRecord[],
  officers: readonly Officer[],
): Map<string, number> {
  const parentOf = new Map(nodes.map((node) => [node.key, node.parentKey]));
  const sets = new Map<string, Set<string>>();
  const join = (personId: string, nodeKey: string | undefined) => {
    for (let key: string | null | undefined = nodeKey; key; key = parentOf.get(key)) {
      const set = sets.get(key) ?? new Set();
      sets.set(key, set.add(personId));
    }
  };
  for (const row of rows) join(row.personId, nodeOfPost.get(row.postId)?.key);
  for (const one of officers) join(one.personId, one.nodeKey);
  return new Map([...sets].map(([key, set]) => [key, set.size]));
}

/** What the words about a gap need: posts, the places around them, units that lend. */
function namesFor(
  posts: readonly PostRecord[],
  places: DraftFormation['places'],
  sources: ReadonlyMap<string, SourceFacts>,
): PlanNames {
  const known = new Map(posts.map((post) => [post.id, post]));
  const units = new Map(
    [...sources.values()].flatMap(({ unitId, unitName }) => (unitId && unitName ? [[unitId, unitName]] : [])),
  );
  return { posts: known, titles: known, places, units, people: new Map() };
}

/** Boundaries crossed by everyone who would join, each with the source that would be frozen (I-18). */
function boundariesOf(
  everyone: ReadonlySet<string>,
  sources: ReadonlyMap<string, SourceFacts>,
  today: Participation['from'],
): Boundaries {
  const participations: Participation[] = [];
  for (const personId of everyone) {
    const facts = sources.get(personId);
    participations.push({
      id: personId,
      personId,
      orgId: '',
      role: 'member',
      mode: facts?.mode ?? 'assigned',
      sourceUnitId: facts?.unitId ?? null,
      sourceTier: (facts?.tier as Tier | null) ?? null,
      sourceAreaId: facts?.countyId ?? null,
      sourceSystem: (facts?.system as System | null) ?? 'none',
      from: today,
      to: FOREVER,
    });
  }
  return boundariesCrossed(participations, today);
}
