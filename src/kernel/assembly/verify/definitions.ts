import type { AssemblyProblem, Member, Place, Post } from '../problem.ts';

/** Ways of joining by one’s own offer. */
const OWN: ReadonlySet<Member['mode']> = new Set(['self-applied', 'residence-report']);

/**
 * The constraints and costs of the problem document, written down a second time from their definitions. Nothing here is shared with the
 * solver, so that a slip in one of them shows.
 */
export class Definitions {
  readonly problem: AssemblyProblem;
  readonly members: ReadonlyMap<string, Member>;
  readonly posts: ReadonlyMap<string, Post>;
  private readonly areas: ReadonlyMap<string, AssemblyProblem['areas'][number]>;
  private readonly units: ReadonlyMap<string, AssemblyProblem['units'][number]>;
  private readonly barred: ReadonlyMap<string, ReadonlySet<string | null>>;
  private readonly span: { readonly first: string; readonly last: string };
  private readonly cosine: number;
  private readonly starts = new Map<Member, readonly (readonly [number, number])[]>();
  private readonly goals = new Map<Post, readonly [number, number] | null>();

  constructor(problem: AssemblyProblem) {
    this.problem = problem;
    this.members = new Map(problem.members.map((row) => [row.id, row]));
    this.posts = new Map(problem.posts.map((row) => [row.id, row]));
    this.areas = new Map(problem.areas.map((row) => [row.id, row]));
    this.units = new Map(problem.units.map((row) => [row.id, row]));
    const barred = new Map<string, Set<string | null>>();
    for (const row of problem.exclusions) barred.set(row.member, (barred.get(row.member) ?? new Set()).add(row.post));
    this.barred = barred;
    const windows = problem.posts.map((row) => row.window);
    this.span = {
      first: windows.map((window) => window.start).reduce((a, b) => (a < b ? a : b), '9'),
      last: windows.map((window) => window.end).reduce((a, b) => (a > b ? a : b), ''),
    };
    const fixed = [...problem.posts.map((row) => row.place), ...problem.areas.map((row) => row.place)];
    const degrees = (places: readonly (Place | null | undefined)[]) =>
      places.flatMap((place) => (place && 'lat' in place ? [place.lat] : []));
    let latitudes = degrees(fixed);
    if (latitudes.length === 0) latitudes = degrees(problem.members.map((row) => row.places[0]));
    const mean = latitudes.length === 0 ? 0 : latitudes.reduce((a, b) => a + b, 0) / latitudes.length;
    this.cosine = Math.cos((mean * Math.PI) / 180);
  }

  /** Number of places of each kind at a post: its slots, the open remainder, the half of it kept for people from outside. */
  places(post: Post): number[] {
    const rest = post.headCount - post.slots.reduce((sum, slot) => sum + slot.count, 0);
    const half = post.wish === 'mix' ? Math.floor(rest / 2) : 0;
    return [...post.slots.map((slot) => slot.count), rest - half, half];
  }

  gapCost(post: Post): number {
    return (post.gapCost ?? this.problem.weights.shortage) * (this.problem.options.fewestMoves ? 100 : 1);
  }

  get changeCost(): number {
    return this.problem.options.fewestMoves ? 100_000 : this.problem.weights.change;
  }

  /** The rule that keeps a member from a post, or null. */
  forbids(member: Member, post: Post): string | null {
    if (member.willing === 'no') return 'verify-unwilling';
    if (member.maxDuties < 1) return 'verify-too-many-duties';
    const barred = this.barred.get(member.id);
    if (barred !== undefined && (barred.has(null) || barred.has(post.id))) return 'verify-excluded';
    if (member.busy.some((busy) => busy.start < post.window.end && post.window.start < busy.end)) return 'verify-busy';
    const clock = post.window.start.slice(-5);
    if (member.wishes.never.some((range) => inRange(clock, range.from, range.to))) return 'verify-refused-time';
    const limit = this.problem.options.maxTravel;
    const metres = this.metres(member, post);
    return limit !== null && metres !== null && metres > limit ? 'verify-too-far' : null;
  }

  /** The rule that keeps a member from a kind of place, or null. */
  forbidsSlot(member: Member, post: Post, slot: number): string | null {
    const kind = post.slots[slot];
    if (kind === undefined || !kind.must) return null;
    if (kind.skill !== null && !member.skills.includes(kind.skill)) return 'verify-skill-missing';
    return kind.local && !this.meetsHome(member, post, kind.near) ? 'verify-not-local' : null;
  }

  livesIn(member: Member, area: string | null): boolean {
    if (area === null) return false;
    for (let at = member.homeArea; at !== null; at = this.areas.get(at)?.parent ?? null) if (at === area) return true;
    return false;
  }

  private meetsHome(member: Member, post: Post, near: boolean): boolean {
    if (this.livesIn(member, post.area)) return true;
    const around = near && post.area !== null ? (this.areas.get(post.area)?.neighbours ?? []) : [];
    return around.some((area) => this.livesIn(member, area));
  }

  /** Travel, skill, wish and boundary points of one pairing. */
  cost(member: Member, post: Post, slot: number): { travel: number; skill: number; wish: number; boundary: number } {
    const { weights } = this.problem;
    const kind = post.slots[slot];
    const local = this.livesIn(member, post.area);
    let skill = 0;
    if (kind?.skill && !member.skills.includes(kind.skill)) skill += weights.otherSkill;
    if (kind?.local && !this.meetsHome(member, post, kind.near)) skill += weights.otherSkill;
    const clock = post.window.start.slice(-5);
    const { prefer } = member.wishes;
    const disliked = prefer.length > 0 && !prefer.some((range) => inRange(clock, range.from, range.to));
    const keptForOutside = slot === post.slots.length + 1;
    const unwelcome = (post.wish === 'local' && !local) || (post.wish === 'outside' && local) || (keptForOutside && local);
    return {
      travel: this.travel(member, post),
      skill,
      wish:
        (disliked ? weights.wish : 0) +
        (member.willing === 'unknown' ? weights.unknownWilling : 0) +
        (OWN.has(member.mode) ? 0 : weights.notOffered),
      boundary: unwelcome ? weights.boundary : 0,
    };
  }

  /** Points of the way. */
  travel(member: Member, post: Post): number {
    const metres = this.metres(member, post);
    return metres === null ? this.problem.weights.noPlace : Math.round(metres / 10);
  }

  metres(member: Member, post: Post): number | null {
    const goal = this.goalOf(post);
    if (goal === null) return null;
    let least: number | null = null;
    for (const [x, y] of this.startsOf(member)) {
      const length = Math.round(Math.sqrt((x - goal[0]) ** 2 + (y - goal[1]) ** 2));
      if (least === null || length < least) least = length;
    }
    return least;
  }

  /** Where a post is, in flat metres; null when unknown. */
  goalOf(post: Post): readonly [number, number] | null {
    let goal = this.goals.get(post);
    if (goal === undefined) {
      const place = post.place ?? this.areaPlace(post.area);
      goal = place === null ? null : this.flat(place);
      this.goals.set(post, goal);
    }
    return goal;
  }

  /** People of the unit lent to other tasks at the worst minute of this one. */
  lent(unitId: string): number {
    const unit = this.units.get(unitId)!;
    if (this.problem.posts.length === 0 || unit.lent.length === 0) return 0;
    const { first, last } = this.span;
    const moments = [first, ...unit.lent.map((row) => row.start).filter((start) => start > first && start < last)];
    return Math.max(
      ...moments.map((at) =>
        unit.lent.reduce((sum, row) => sum + (row.start <= at && at < row.end && at < last ? row.count : 0), 0),
      ),
    );
  }

  /** Most people the unit can lend to this task. */
  room(unitId: string): number {
    const unit = this.units.get(unitId)!;
    const left = unit.cap === null ? Number.POSITIVE_INFINITY : unit.cap - this.lent(unitId);
    return Math.max(0, Math.min(left, unit.taskCap ?? Number.POSITIVE_INFINITY));
  }

  /** Points of the n-th person lent by the unit. */
  loadPoints(unitId: string, n: number): number {
    const unit = this.units.get(unitId)!;
    const cap = unit.cap ?? unit.taskCap ?? 0;
    return cap === 0 ? 0 : Math.floor((this.problem.weights.load * Math.min(n, cap)) / cap);
  }

  /** Posts below an organization, itself included. */
  postsBelow(orgId: string): Post[] {
    const parents = new Map(this.problem.orgs.map((org) => [org.id, org.parent]));
    const below = (id: string | null) => {
      for (let at = id; at !== null; at = parents.get(at) ?? null) if (at === orgId) return true;
      return false;
    };
    return this.problem.posts.filter((post) => below(post.org));
  }

  startsOf(member: Member): readonly (readonly [number, number])[] {
    let starts = this.starts.get(member);
    if (starts === undefined) {
      let places: (Place | null)[] = member.places;
      if (places.length === 0) {
        const unit = member.unit === null ? undefined : this.units.get(member.unit);
        places = [this.areaPlace(member.homeArea) ?? (unit ? (unit.place ?? this.areaPlace(unit.area)) : null)];
      }
      starts = places.flatMap((place) => (place === null ? [] : [this.flat(place)]));
      this.starts.set(member, starts);
    }
    return starts;
  }

  private areaPlace(area: string | null): Place | null {
    return area === null ? null : (this.areas.get(area)?.place ?? null);
  }

  private flat(place: Place): readonly [number, number] {
    return 'lat' in place ? [place.lon * 111_195 * this.cosine, place.lat * 111_195] : [place.x, place.y];
  }
}

function inRange(clock: string, from: string, to: string): boolean {
  return from < to ? from <= clock && clock < to : clock >= from || clock < to;
}
