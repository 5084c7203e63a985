import { addDays, addMonths, type Day } from '#kernel/lib';
import type { Place } from './areas.ts';
import type { MadePerson, PeopleWriter, PersonFacts } from './people.ts';
import type { Random } from './random.ts';
import type { MadeOrg, MadeUnit, RegisterWriter } from './register.ts';

/** Sizes of branches with their weight: the mean is 22 members (525.0 primary-level organizations for 10,027.1 members, end of 2024). */
const BRANCH_SIZES: readonly (readonly [readonly [number, number], number])[] = [
  [[3, 7], 11],
  [[8, 14], 22],
  [[15, 24], 31],
  [[25, 35], 22],
  [[36, 50], 14],
];

/** Words of the tree that the generators share. */
export interface Ground {
  readonly register: RegisterWriter;
  readonly people: PeopleWriter;
  readonly random: Random;
  readonly today: Day;
  readonly standing: string;
}

/** A branch with the people whose relationship it holds. */
export interface MadeBranch {
  readonly org: MadeOrg;
  readonly members: readonly MadePerson[];
}

/** What a branch is told; the rest is drawn. */
export interface BranchFacts {
  readonly sourceKey?: string;
  readonly unit?: MadeUnit | null;
  readonly area?: Place | null;
  /** Where its people live, one drawn for each. */
  readonly residences: readonly Place[];
  readonly size?: number;
  readonly fixed?: readonly PersonFacts[];
  readonly termEnds?: Day;
  readonly hasCommittee?: boolean;
  /** Whether the people work at the unit; villagers do not. */
  readonly atUnit?: boolean;
  readonly jointOf?: readonly MadeUnit[];
}

/** A size drawn from {@link BRANCH_SIZES}. */
export function drawSize(random: Random): number {
  const [low, high] = random.weighted(BRANCH_SIZES);
  return random.int(low, high);
}

/** A branch under `parent` with its members, secretary and committee; the term began up to three years ago. */
export function addBranch(ground: Ground, parent: MadeOrg, name: string, facts: BranchFacts): MadeBranch {
  const { register, people, random, today } = ground;
  const size = Math.max(facts.size ?? drawSize(random), facts.fixed?.length ?? 0);
  const unit = facts.unit ?? null;
  const termEnds = facts.termEnds ?? addDays(today, random.int(40, 1090));
  const made: MadePerson[] = [];
  for (let i = 0; i < size; i++) {
    const fixed = facts.fixed?.[i] ?? {};
    const works = facts.atUnit === false ? null : (facts.jointOf?.[i % facts.jointOf.length] ?? unit);
    made.push(people.addPerson(works, fixed.residence ?? random.pick(facts.residences), fixed));
  }
  const full = made.filter((one) => one.full);
  const hasCommittee = facts.hasCommittee ?? (full.length >= 7 && random.chance(0.99));
  const org = register.addOrg(ground.standing, parent, name, {
    ...(facts.sourceKey === undefined ? {} : { sourceKey: facts.sourceKey }),
    class: 'primary-level',
    form: 'branch',
    holds: true,
    unit,
    area: facts.area ?? unit?.area ?? null,
    termEnds,
    hasCommittee,
    ...(facts.jointOf ? { jointSense: 'rule', tags: ['joint'], constituents: facts.jointOf } : {}),
  });
  for (const [i, one] of made.entries()) people.addHome(one, org, facts.fixed?.[i]?.since);
  // Three years: the term of a Party branch outside the countryside (Branch Regulations); villages have five, but the last election is the same.
  const elected = addMonths(termEnds, -36);
  full.slice(0, hasCommittee ? 3 : 1).forEach((one, i) => {
    people.addOffice(one, org, i === 0 ? 'secretary' : i === 1 && size >= 20 ? 'deputy-secretary' : 'committee-member', elected);
  });
  return { org, members: made };
}

/**
 * The organization of a place or unit with `size` members: one branch up to 50 members, a general branch above (threshold of the
 * Branch Regulations), a committee above 100, each with branches of the usual size below.
 */
export function addBySize(
  ground: Ground,
  parent: MadeOrg,
  stem: string,
  size: number,
  facts: BranchFacts,
  parts?: number,
): MadeBranch[] {
  if (parts === undefined && size <= 50) return [addBranch(ground, parent, `${stem}党支部`, { ...facts, size })];
  const committee = size >= 100;
  const { sourceKey, ...below } = facts;
  const top = ground.register.addOrg(ground.standing, parent, `${stem}${committee ? '党委' : '党总支'}`, {
    ...(sourceKey === undefined ? {} : { sourceKey }),
    class: 'primary-level',
    form: committee ? 'committee' : 'general-branch',
    unit: facts.unit ?? null,
    area: facts.area ?? facts.unit?.area ?? null,
    termEnds: addDays(ground.today, ground.random.int(40, 1700)),
    hasCommittee: true,
  });
  return addParts(ground, top, stem, size, below, parts ?? Math.max(2, Math.round(size / 24)));
}

/** `count` numbered branches that share `size` members evenly. */
export function addParts(
  ground: Ground,
  top: MadeOrg,
  stem: string,
  size: number,
  facts: BranchFacts,
  count: number,
): MadeBranch[] {
  const branches = Array.from({ length: count }, (_, i) => {
    const share = Math.floor(size / count) + (i < size % count ? 1 : 0);
    return addBranch(ground, top, `${stem}第${numeral(i + 1)}党支部`, { ...facts, size: share });
  });
  lead(ground, top, branches[0]);
  return branches;
}

/** The secretary of a committee or general branch is a full member of its first branch who holds no office there. */
export function lead(ground: Ground, top: MadeOrg, branch: MadeBranch | undefined): void {
  const one = branch?.members.filter((member) => member.full).at(-1);
  if (one) ground.people.addOffice(one, top, 'secretary', addDays(ground.today, -ground.random.int(100, 900)));
}

const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** A number below 100 in Chinese as ordinals are written: 三, 十二, 二十一. */
export function numeral(value: number): string {
  if (value <= 10) return DIGITS[value]!;
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  return `${tens === 1 ? '' : DIGITS[tens]}十${ones === 0 ? '' : DIGITS[ones]}`;
}
