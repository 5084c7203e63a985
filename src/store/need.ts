/** The needs of a task: the grid as typed, and the posts that follow from its rows without errors. */
import { sql } from 'kysely';
import { type Day, FOREVER, type Issue } from '#kernel/lib';
import { newId } from './id.ts';
import type { Db, Trx } from './schema.ts';

type Q = Db | Trx;

/** A community with the subdistrict or township above it, for finding what a row means. */
export interface CommunityPlace {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly subdistrictId: string;
  readonly subdistrict: string;
}

/** Communities and villages at or below an area (the whole city when null), each with what lies above it. One query. */
export function communitiesBelow(db: Q, cityId: string, areaId: string | null, today: Day): Promise<CommunityPlace[]> {
  return sql<CommunityPlace>`
    select c.id, c.name, c.path, s.id as "subdistrictId", s.name as subdistrict
    from area c join area s on s.city_id = c.city_id and s.id = c.parent_id
    where c.city_id = ${cityId} and not c.overlay and c.kind in ('community', 'village')
      and c.valid_from <= ${today} and c.valid_to > ${today}
      and (${areaId}::uuid is null or c.path like (select a.path from area a where a.city_id = ${cityId} and a.id = ${areaId}::uuid) || '%')
    order by c.path`
    .execute(db)
    .then((result) => result.rows);
}

/** Overlay places of one kind in these communities, by community and name. */
export async function placesIn(
  db: Q,
  cityId: string,
  kind: string,
  communityIds: readonly string[],
): Promise<Map<string, string>> {
  if (communityIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string; areaId: string }>`
    select a.id, a.name, l.area_id as "areaId" from area_link l
    join area a on a.city_id = l.city_id and a.id = l.overlay_id and a.kind = ${kind}
    where l.city_id = ${cityId} and l.area_id = any(${communityIds}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [placeKey(row.areaId, row.name), row.id]));
}

/** Overlay places of some kinds by the community they are linked to. */
export async function placesByCommunity(
  db: Q,
  cityId: string,
  kinds: readonly string[],
  communityIds: readonly string[],
): Promise<Map<string, { kind: string; name: string }[]>> {
  const { rows } = await sql<{ kind: string; name: string; areaId: string }>`
    select a.kind, a.name, l.area_id as "areaId" from area_link l
    join area a on a.city_id = l.city_id and a.id = l.overlay_id and a.kind = any(${kinds}::text[])
    where l.city_id = ${cityId} and l.area_id = any(${communityIds}::uuid[]) order by a.name`.execute(db);
  const found = new Map<string, { kind: string; name: string }[]>();
  for (const { areaId, ...place } of rows) found.set(areaId, [...(found.get(areaId) ?? []), place]);
  return found;
}

/** Key of {@link placesIn}. */
export function placeKey(communityId: string, name: string): string {
  return `${communityId}\u0000${name}`;
}

/** New overlay places, each linked to its one community; the point is the community's, marked synthetic. */
export async function insertPlaces(
  trx: Q,
  cityId: string,
  kind: string,
  places: readonly {
    readonly community: CommunityPlace;
    readonly name: string;
    readonly search: { grams: string[]; pinyin: string; initials: string };
  }[],
  today: Day,
): Promise<string[]> {
  const ids = places.map(() => newId());
  for (let start = 0; start < places.length; start += 500) {
    const part = places.slice(start, start + 500);
    await trx
      .insertInto('area')
      .columns([
        'city_id',
        'id',
        'kind',
        'overlay',
        'parent_id',
        'path',
        'name',
        'grams',
        'pinyin',
        'initials',
        'lat',
        'lon',
        'point_origin',
        'valid_from',
        'valid_to',
      ])
      .expression((eb) =>
        eb
          .selectFrom(
            sql<{
              id: string;
              path: string;
              name: string;
              community: string;
              grams: string[];
              pinyin: string;
              initials: string;
            }>`jsonb_to_recordset(${JSON.stringify(
              part.map((one, i) => ({
                id: ids[start + i],
                path: `${one.community.path}${ids[start + i]}/`,
                name: one.name,
                community: one.community.id,
                ...one.search,
              })),
            )}::jsonb)`.as<'n'>(sql`n(id uuid, path text, name text, community uuid, grams text[], pinyin text, initials text)`),
          )
          .innerJoin('area as c', (join) => join.on('c.city_id', '=', cityId).onRef('c.id', '=', 'n.community'))
          .select([
            'c.city_id',
            'n.id',
            sql<string>`${kind}::text`.as('kind'),
            sql<boolean>`true`.as('overlay'),
            sql<null>`null::uuid`.as('parent_id'),
            'n.path',
            'n.name',
            'n.grams',
            'n.pinyin',
            'n.initials',
            'c.lat',
            'c.lon',
            sql<'synthetic'>`'synthetic'`.as('point_origin'),
            sql<Day>`${today}::date`.as('valid_from'),
            sql<Day>`${FOREVER}::date`.as('valid_to'),
          ]),
      )
      .execute();
    await trx
      .insertInto('area_link')
      .values(part.map((one, i) => ({ city_id: cityId, overlay_id: ids[start + i]!, area_id: one.community.id })))
      .execute();
  }
  return ids;
}

/** A row of the grid. */
export interface NeedRowRecord {
  readonly rowNo: number;
  readonly cells: Record<string, string>;
  readonly issues: Issue[];
  readonly postId: string | null;
}

/** The grid in its order. */
export async function listNeedRows(db: Q, cityId: string, taskId: string): Promise<NeedRowRecord[]> {
  const rows = await db
    .selectFrom('need_row')
    .select(['row_no as rowNo', 'cells', 'issues', 'post_id as postId'])
    .where('city_id', '=', cityId)
    .where('task_id', '=', taskId)
    .orderBy('row_no')
    .execute();
  return rows as NeedRowRecord[];
}

/** Replaces the grid in one statement. */
export async function replaceNeedRows(trx: Q, cityId: string, taskId: string, rows: readonly NeedRowRecord[]): Promise<void> {
  await trx.deleteFrom('need_row').where('city_id', '=', cityId).where('task_id', '=', taskId).execute();
  if (rows.length === 0) return;
  await sql`insert into need_row (city_id, task_id, row_no, cells, issues, post_id)
    select ${cityId}, ${taskId}::uuid, r.row_no, r.cells, r.issues, r.post_id
    from jsonb_to_recordset(${JSON.stringify(rows.map((row) => ({ row_no: row.rowNo, cells: row.cells, issues: row.issues, post_id: row.postId })))}::jsonb)
      as r(row_no int, cells jsonb, issues jsonb, post_id uuid)`.execute(trx);
}

/** A post as a need asks for it. Minutes count from midnight; a shift that passes midnight ends after 1440. */
export interface PostRecord {
  readonly id: string;
  readonly areaId: string;
  readonly name: string;
  readonly shift: string | null;
  readonly startMinute: number;
  readonly endMinute: number;
  readonly dayFrom: Day;
  readonly dayTo: Day;
  readonly headCount: number;
  readonly dutyText: string;
  readonly note: string | null;
  readonly slots: readonly { readonly skill: string | null; readonly local: boolean; readonly count: number }[];
}

/** All posts of a task that were not withdrawn, with their slots; two queries. With `withdrawn` all that ever were (those without slots). */
export async function listPosts(
  db: Q,
  cityId: string,
  taskId: string,
  options: { readonly withdrawn?: boolean } = {},
): Promise<(PostRecord & { orgId: string | null })[]> {
  let query = db.selectFrom('post').selectAll().where('city_id', '=', cityId).where('task_id', '=', taskId);
  if (!options.withdrawn) query = query.where('withdrawn', '=', false);
  const posts = await query.orderBy('id').execute();
  const slots = await db
    .selectFrom('post_slot as s')
    .innerJoin('post as p', (join) => join.onRef('p.city_id', '=', 's.city_id').onRef('p.id', '=', 's.post_id'))
    .select(['s.post_id', 's.slot_no', 's.skill', 's.local', 's.count'])
    .where('s.city_id', '=', cityId)
    .where('p.task_id', '=', taskId)
    .orderBy('s.slot_no')
    .execute();
  const byPost = new Map<string, { skill: string | null; local: boolean; count: number }[]>();
  for (const slot of slots)
    byPost.set(slot.post_id, [...(byPost.get(slot.post_id) ?? []), { skill: slot.skill, local: slot.local, count: slot.count }]);
  return posts.map((row) => ({
    id: row.id,
    areaId: row.area_id,
    name: row.name,
    shift: row.shift,
    startMinute: row.start_minute,
    endMinute: row.end_minute,
    dayFrom: row.day_from,
    dayTo: row.day_to,
    headCount: row.head_count,
    dutyText: row.duty_text,
    note: row.note,
    orgId: row.org_id,
    slots: byPost.get(row.id) ?? [],
  }));
}

/**
 * Makes the posts of the task equal to `posts`: known ids are updated, new ones inserted, others withdrawn (plans that name
 * them stay readable). Slots are rewritten.
 */
export async function replacePosts(trx: Q, cityId: string, taskId: string, posts: readonly PostRecord[]): Promise<void> {
  const rows = posts.map((post) => ({
    id: post.id,
    area_id: post.areaId,
    name: post.name,
    shift: post.shift,
    start_minute: post.startMinute,
    end_minute: post.endMinute,
    day_from: post.dayFrom,
    day_to: post.dayTo,
    head_count: post.headCount,
    duty_text: post.dutyText,
    note: post.note,
  }));
  await sql`update post set withdrawn = true where city_id = ${cityId} and task_id = ${taskId}`.execute(trx);
  await sql`delete from post_slot s using post p where p.city_id = s.city_id and p.id = s.post_id and s.city_id = ${cityId} and p.task_id = ${taskId}`.execute(
    trx,
  );
  if (rows.length === 0) return;
  await sql`insert into post (city_id, id, task_id, area_id, name, shift, start_minute, end_minute, day_from, day_to, head_count, duty_text, note)
    select ${cityId}, r.id, ${taskId}::uuid, r.area_id, r.name, r.shift, r.start_minute, r.end_minute, r.day_from, r.day_to, r.head_count, r.duty_text, r.note
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, area_id uuid, name text, shift text, start_minute int,
      end_minute int, day_from date, day_to date, head_count int, duty_text text, note text)
    on conflict (city_id, id) do update set area_id = excluded.area_id, name = excluded.name, shift = excluded.shift,
      start_minute = excluded.start_minute, end_minute = excluded.end_minute, day_from = excluded.day_from, day_to = excluded.day_to,
      head_count = excluded.head_count, duty_text = excluded.duty_text, note = excluded.note, withdrawn = false`.execute(trx);
  const slots = posts.flatMap((post) => post.slots.map((slot, index) => ({ post_id: post.id, slot_no: index, ...slot })));
  if (slots.length === 0) return;
  await sql`insert into post_slot (city_id, post_id, slot_no, skill, local, count)
    select ${cityId}, r.post_id, r.slot_no, r.skill, r.local, r.count
    from jsonb_to_recordset(${JSON.stringify(slots)}::jsonb) as r(post_id uuid, slot_no int, skill text, local boolean, count int)`.execute(
    trx,
  );
}
