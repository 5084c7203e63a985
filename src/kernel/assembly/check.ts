import { errorIssue, type Issue } from '#kernel/lib';
import type { AssemblyProblem, Place, TimeWindow } from './problem.ts';
import { clashes, minutesOf } from './windows.ts';

type Path = Issue['path'];

/** Findings about the sense of a problem: unknown and double names, windows, slots, cycles, pins that cannot stand. */
export function checkProblem(problem: AssemblyProblem): Issue[] {
  const issues: Issue[] = [];
  const members = names('members', problem.members, issues);
  const units = names('units', problem.units, issues);
  const areas = names('areas', problem.areas, issues);
  const posts = names('posts', problem.posts, issues);
  const orgs = names('orgs', problem.orgs, issues);
  const known = (index: Map<string, number>, code: string, id: string | null, path: Path) => {
    if (id !== null && !index.has(id)) issues.push(errorIssue(code, path, { id }));
  };
  const kinds = new Set<string>();
  const seePlace = (place: Place | null) => place && kinds.add('lat' in place ? 'degrees' : 'metres');
  problem.members.forEach((member, i) => {
    known(units, 'plan-unit-unknown', member.unit, ['members', i, 'unit']);
    member.places.forEach(seePlace);
    member.busy.forEach((busy, k) => {
      windowIssue(busy, ['members', i, 'busy', k], issues);
    });
  });
  problem.units.forEach((unit, i) => {
    seePlace(unit.place);
    unit.lent.forEach((lent, k) => {
      windowIssue(lent, ['units', i, 'lent', k], issues);
    });
  });
  problem.areas.forEach((area, i) => {
    seePlace(area.place);
    known(areas, 'plan-area-unknown', area.parent, ['areas', i, 'parent']);
    area.neighbours.forEach((near, k) => {
      known(areas, 'plan-area-unknown', near, ['areas', i, 'neighbours', k]);
    });
  });
  problem.posts.forEach((post, i) => {
    seePlace(post.place);
    known(orgs, 'plan-org-unknown', post.org, ['posts', i, 'org']);
    windowIssue(post.window, ['posts', i, 'window'], issues);
    const slotted = post.slots.reduce((sum, slot) => sum + slot.count, 0);
    if (slotted > post.headCount)
      issues.push(
        errorIssue('plan-slots-over-head-count', ['posts', i, 'slots'], {
          post: post.id,
          slots: slotted,
          headCount: post.headCount,
        }),
      );
    post.slots.forEach((slot, k) => {
      if (slot.local && post.area === null)
        issues.push(errorIssue('plan-local-without-area', ['posts', i, 'slots', k], { post: post.id }));
    });
  });
  problem.orgs.forEach((org, i) => {
    seePlace(org.place);
    known(orgs, 'plan-org-unknown', org.parent, ['orgs', i, 'parent']);
    org.designated.forEach((who, k) => {
      known(members, 'plan-member-unknown', who.member, ['orgs', i, 'designated', k, 'member']);
      const member = problem.members[members.get(who.member) ?? -1];
      if (member && !member.fullMember)
        issues.push(errorIssue('plan-leader-not-full-member', ['orgs', i, 'designated', k], { member: who.member, org: org.id }));
    });
  });
  cycles('orgs', problem.orgs, issues);
  cycles('areas', problem.areas, issues);
  names('quotas', problem.quotas, issues);
  problem.quotas.forEach((quota, i) => {
    known(orgs, 'plan-org-unknown', quota.org, ['quotas', i, 'org']);
    const org = problem.orgs[orgs.get(quota.org) ?? -1];
    if (org && org.area === null)
      issues.push(errorIssue('plan-quota-without-area', ['quotas', i], { quota: quota.id, org: org.id }));
  });
  for (const key of ['pins', 'exclusions', 'published'] as const) {
    problem[key].forEach((entry, i) => {
      known(members, 'plan-member-unknown', entry.member, [key, i, 'member']);
      known(posts, 'plan-post-unknown', entry.post, [key, i, 'post']);
    });
  }
  if (kinds.size > 1) issues.push(errorIssue('plan-places-mixed', [], {}));
  if (issues.length === 0) checkPins(problem, members, posts, issues);
  return issues;
}

function names(key: string, rows: readonly { id: string }[], issues: Issue[]): Map<string, number> {
  const index = new Map<string, number>();
  rows.forEach((row, i) => {
    if (index.has(row.id))
      issues.push(errorIssue('plan-id-twice', [key, i, 'id'], { id: row.id, first: index.get(row.id)! + 1 }));
    else index.set(row.id, i);
  });
  return index;
}

function windowIssue(window: TimeWindow, path: Path, issues: Issue[]): void {
  if (minutesOf(window.end) <= minutesOf(window.start))
    issues.push(errorIssue('plan-end-before-start', path, { start: window.start, end: window.end }));
}

function cycles(key: string, rows: readonly { id: string; parent: string | null }[], issues: Issue[]): void {
  const parent = new Map(rows.map((row) => [row.id, row.parent]));
  const done = new Set<string>();
  rows.forEach((row, i) => {
    const path = new Set<string>();
    let at: string | null = row.id;
    while (at !== null && !done.has(at)) {
      if (path.has(at)) {
        issues.push(errorIssue('plan-tree-cycle', [key, i, 'parent'], { id: at }));
        break;
      }
      path.add(at);
      at = parent.get(at) ?? null;
    }
    for (const id of path) done.add(id);
  });
}

function checkPins(problem: AssemblyProblem, members: Map<string, number>, posts: Map<string, number>, issues: Issue[]): void {
  const pinned = new Map<string, number[]>();
  const atPost = new Map<string, number>();
  problem.pins.forEach((pin, i) => {
    const path = ['pins', i];
    const member = problem.members[members.get(pin.member)!]!;
    const at = posts.get(pin.post)!;
    const post = problem.posts[at]!;
    const params = { member: pin.member, post: pin.post };
    const before = pinned.get(pin.member) ?? [];
    if (before.includes(at)) issues.push(errorIssue('plan-pin-twice', path, params));
    if (member.willing === 'no') issues.push(errorIssue('plan-pin-unwilling', path, params));
    const busy = member.busy.find((window) => clashes(window, post.window));
    if (busy) issues.push(errorIssue('plan-pin-busy', path, { ...params, start: busy.start, end: busy.end }));
    const other = before.find((k) => k !== at && clashes(problem.posts[k]!.window, post.window));
    if (other !== undefined) issues.push(errorIssue('plan-pin-overlap', path, { ...params, other: problem.posts[other]!.id }));
    if (before.length + 1 > member.maxDuties)
      issues.push(errorIssue('plan-pin-duties', path, { ...params, most: member.maxDuties }));
    if (problem.exclusions.some((x) => x.member === pin.member && (x.post === null || x.post === pin.post)))
      issues.push(errorIssue('plan-pin-excluded', path, params));
    pinned.set(pin.member, [...before, at]);
    const total = (atPost.get(pin.post) ?? 0) + 1;
    atPost.set(pin.post, total);
    if (total > post.headCount)
      issues.push(errorIssue('plan-pins-over-head-count', path, { post: pin.post, pins: total, headCount: post.headCount }));
  });
}
