/** What the register knows about an organization, in the words of the rules: the facts that advice is computed from. Unknown facts are absent. */
import { sql } from 'kysely';
import type { Day } from '#kernel/lib';
import type { Facts } from '#kernel/rules';
import { membersBelow, type RolledCount } from './org-tree.ts';
import type { Db, Trx } from './schema.ts';

interface FactRow {
  readonly id: string;
  readonly standing: boolean;
  readonly form: 'committee' | 'general-branch' | 'branch' | 'group' | null;
  readonly class: string | null;
  readonly unitKind: string | null;
  readonly areaKind: string | null;
  readonly jointSense: string | null;
  readonly hasCommittee: boolean | null;
  readonly committeeSize: number;
  readonly termEndsOn: Day | null;
  readonly constituents: number;
  readonly how: string[];
  readonly tags: ('temporary' | 'joint' | 'functional')[];
  readonly approved: boolean;
  readonly ended: boolean;
  readonly lastThemedDayOn: Day | null;
  readonly lastGeneralMeetingOn: Day | null;
  readonly lastCommitteeMeetingOn: Day | null;
  readonly lastSecretaryLectureOn: Day | null;
}

const KIND_OF_AREA: Readonly<Record<string, Facts['unitKind']>> = {
  community: 'community',
  village: 'village',
  subdistrict: 'subdistrict',
  town: 'township',
  township: 'township',
};

/** Facts of several organizations on a day, by id; two round trips whatever their number, one when the members are known already. */
export async function factsOfOrgs(
  db: Db | Trx,
  cityId: string,
  ids: readonly string[],
  asOf: Day,
  known?: readonly RolledCount[],
): Promise<Map<string, Facts>> {
  if (ids.length === 0) return new Map();
  const members = new Map((known ?? (await membersBelow(db, cityId, ids, asOf))).map((one) => [one.orgId, one]));
  const last = (kind: string) =>
    sql`(select max(x.on_day) from activity x where x.city_id = o.city_id and x.org_id = o.id and x.kind = ${kind} and x.held and x.on_day <= ${asOf})`;
  const { rows } = await sql<FactRow>`
    select o.id, o.standing, o.form, o.class, u.kind as "unitKind", a.kind as "areaKind", o.joint_sense as "jointSense",
      o.has_committee as "hasCommittee", coalesce(f.size, 0) as "committeeSize", o.term_ends_on as "termEndsOn",
      (select count(*)::int from org_constituent k where k.city_id = o.city_id and k.org_id = o.id and k.relation = 'constituent' and k.valid_from <= ${asOf} and k.valid_to > ${asOf}) as constituents,
      coalesce(f.how, '{}') as how, array(select g.tag from org_tag g where g.city_id = o.city_id and g.org_id = o.id) as tags,
      exists (select 1 from approval v join org_closure c on c.city_id = v.city_id and c.ancestor_id = v.root_org_id where v.city_id = o.city_id and v.decision = 'approved' and c.descendant_id = o.id) as approved,
      o.state = 'ended' as ended, ${last('theme-day')} as "lastThemedDayOn", ${last('member-meeting')} as "lastGeneralMeetingOn", ${last('committee-meeting')} as "lastCommitteeMeetingOn",
      ${last('party-lesson')} as "lastSecretaryLectureOn"
    from org o
    left join unit u on u.city_id = o.city_id and u.id = o.unit_id
    left join area a on a.city_id = o.city_id and a.id = o.area_id
    left join lateral (
      select count(*)::int as size, array_agg(distinct f.how) as how from office f
      where f.city_id = o.city_id and f.org_id = o.id and f.state = 'active' and f.valid_from <= ${asOf} and f.valid_to > ${asOf}) f on true
    where o.city_id = ${cityId} and o.id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, factsOf(row, members.get(row.id))]));
}

function factsOf(row: FactRow, members: RolledCount | undefined): Facts {
  const unitKind = (row.unitKind as Facts['unitKind'] | null) ?? KIND_OF_AREA[row.areaKind ?? ''];
  const how = row.how.filter((one): one is 'elected' | 'designated' => one === 'elected' || one === 'designated');
  return {
    fullMembers: members?.full ?? 0,
    probationaryMembers: members?.probationary ?? 0,
    form: row.form,
    standing: row.standing,
    inJointBranch: row.jointSense === 'rule',
    tags: row.tags,
    ended: row.ended,
    placed: true,
    // A branch of one unit has that unit; a joint branch has its constituents.
    constituentUnits: row.constituents > 0 ? row.constituents : 1,
    // No committee is a committee of size 0; where nobody has said, the number of officers decides.
    committeeSize: row.hasCommittee === false ? 0 : Math.max(row.committeeSize, row.hasCommittee === true ? 3 : 0),
    ...(unitKind === undefined ? {} : { unitKind }),
    ...(how.length > 0 ? { officersHow: how } : {}),
    ...(row.termEndsOn === null ? {} : { termEndsOn: row.termEndsOn }),
    ...(row.standing ? {} : { approved: row.approved }),
    ...meetings(row),
  };
}

/** Only meetings that the register has seen: an organization without any record is "to be judged", not "never held". */
function meetings(row: FactRow): Partial<Facts> {
  const facts: Record<string, Day> = {};
  for (const key of ['lastThemedDayOn', 'lastGeneralMeetingOn', 'lastCommitteeMeetingOn', 'lastSecretaryLectureOn'] as const) {
    const value = row[key];
    if (value !== null) facts[key] = value;
  }
  return facts;
}
