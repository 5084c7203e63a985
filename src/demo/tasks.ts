import { addDays, type Day } from '#kernel/lib';
import type { Place } from './areas.ts';
import { RARE_SKILLS, SHIFTS } from './people.ts';
import type { Random } from './random.ts';
import { writerOf } from './sheet.ts';

type Shift = keyof typeof SHIFTS;

/** One checkpoint with the people it needs in each of three shifts. */
export interface Checkpoint {
  readonly subdistrict: string;
  readonly community: Place;
  readonly name: string;
  readonly shifts: readonly {
    readonly shift: Shift;
    readonly headCount: number;
    readonly skill: string | null;
    readonly local: number;
  }[];
}

/** Subdistrict -> communities with their number of checkpoints; together 4, 20 and 120 (S-174). */
const CHECKPOINTS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  卧龙岗街道: { 汉画社区: 7, 桃园社区: 8, 飞龙社区: 6, 宛西社区: 7, 黄龙庙社区: 6 },
  七一街道: { 曾楼社区: 7, 豫宛社区: 6, 曙光社区: 6, 中州社区: 7, 塔园社区: 6 },
  武侯街道: { 武侯社区: 6, 北京路社区: 6, 孔明社区: 6, 躬耕社区: 6, 南京路社区: 6 },
  梅溪街道: { 文化社区: 5, 梅溪社区: 5, 西关社区: 5, 新西社区: 4, 八一社区: 5 },
};

/** Checkpoints with eight people a day instead of seven, so that the sums are those of the drawings: 246, 232, 218, 172, together 868. */
const EIGHTS: Readonly<Record<string, number>> = { 卧龙岗街道: 8, 七一街道: 8, 武侯街道: 8, 梅溪街道: 4 };

const GATES = ['东门', '南门', '西门', '北门', '东北门', '侧门', '后门', '新院门'] as const;

/** Invented names of the drawing in place of community + gate. */
const NAMED: Readonly<Record<string, string>> = {
  八一社区西门: '铁道家属院西门',
  汉画社区东门: '汉画苑东门',
  黄龙庙社区北门: '黄龙小区北门',
};

const asking = (shift: Shift, skill: string, names: readonly string[]) =>
  names.map((name): readonly [string, { readonly shift: Shift; readonly skill: string }] => [name, { shift, skill }]);

/** Shifts that ask for a rare skill; more than there are people for, so that the plan of the exercise has gaps to show. */
const RARE = new Map([
  ...asking('夜班', RARE_SKILLS.sampling, [
    '西关小区南门',
    '塔园小区东门',
    '铁道家属院西门',
    '曙光小区东门',
    '中州小区南门',
    '文化小区南门',
  ]),
  ...asking('早班', RARE_SKILLS.support, ['文化小区东门', '汉画苑东门', '孔明小区南门', '新西小区东门', '北京路小区南门']),
]);

/** The need list of the draft task: 120 checkpoints, 360 shifts, 868 people. */
export function checkpoints(find: (name: string) => Place, random: Random): Checkpoint[] {
  const list: Checkpoint[] = [];
  for (const [subdistrict, communities] of Object.entries(CHECKPOINTS)) {
    let eights = EIGHTS[subdistrict]!;
    for (const [community, count] of Object.entries(communities)) {
      for (let i = 0; i < count; i++) {
        const gate = GATES[i % GATES.length]!;
        const stem = community.replace('社区', '小区');
        const name = NAMED[community + gate] ?? stem + gate;
        const eight = eights-- > 0;
        const electric = name === '文化小区东门' || random.chance(0.06);
        const nursing = random.chance(0.04);
        const rare = RARE.get(name);
        const skill = (shift: Shift, usual: string | null): string | null => (rare?.shift === shift ? rare.skill : usual);
        list.push({
          subdistrict,
          community: find(community),
          name,
          shifts: [
            { shift: '早班', headCount: 3, skill: skill('早班', electric ? '水电' : null), local: random.chance(0.7) ? 1 : 0 },
            { shift: '中班', headCount: eight ? 3 : 2, skill: null, local: random.chance(0.5) ? 1 : 0 },
            {
              shift: '夜班',
              headCount: 2,
              skill: skill('夜班', nursing ? '护理' : null),
              local: name === '黄龙小区北门' ? 2 : 0,
            },
          ],
        });
      }
    }
  }
  return list;
}

/** What stands behind a draft. */
export interface DraftFacts {
  readonly cityId: string;
  readonly today: Day;
  readonly ownerOrgId: string;
  readonly issuerUnitId: string | null;
  readonly areaId: string;
  readonly createdBy: string;
  /** Whose phone the tour shows: the drafter has fixed this person at a post, so that no cap and no repair of the tourist moves it away. */
  readonly fixed: { readonly personId: string; readonly post: string; readonly shift: Shift };
}

/** 卧龙区小区卡点值守（演练）: a draft at the needs step with its posts, slots and rows as typed. */
export function draftTask(
  facts: DraftFacts,
  list: readonly Checkpoint[],
  gateOf: (checkpoint: Checkpoint) => Place,
  random: Random,
) {
  const task = writerOf('task', [
    'city_id',
    'id',
    'pack',
    'title',
    'goal',
    'why',
    'issuer_unit_id',
    'owner_org_id',
    'area_id',
    'end_condition',
    'starts_on',
    'review_on',
    'state',
    'created_by',
    'created_at',
  ]);
  const need = writerOf('need_row', ['city_id', 'task_id', 'row_no', 'cells', 'post_id']);
  const post = writerOf('post', [
    'city_id',
    'id',
    'task_id',
    'area_id',
    'name',
    'shift',
    'start_minute',
    'end_minute',
    'day_from',
    'day_to',
    'head_count',
    'duty_text',
  ]);
  const slot = writerOf('post_slot', ['city_id', 'post_id', 'slot_no', 'skill', 'local', 'count']);
  const choice = writerOf('plan_choice', ['city_id', 'task_id', 'post_id', 'person_id', 'kind', 'by_account', 'at']);
  const source = writerOf('task_source', ['city_id', 'id', 'task_id', 'kind', 'area_id', 'included']);
  const { cityId, today } = facts;
  const id = random.id();
  const [from, to] = [addDays(today, 1), addDays(today, 8)];
  task.add({
    city_id: cityId,
    id,
    pack: 'epidemic-control',
    title: '卧龙区小区卡点值守（演练）',
    goal: '120个小区卡点三班都有人，居民的难处有人接',
    why: '防控力量从乡村转到城区，社区人手不够，任何一个单位都承担不了',
    issuer_unit_id: facts.issuerUnitId,
    owner_org_id: facts.ownerOrgId,
    area_id: facts.areaId,
    end_condition: '指挥部宣布演练结束',
    starts_on: from,
    // What saving the needs would write: posts are manned until the review.
    review_on: to,
    state: 'draft',
    created_by: facts.createdBy,
    created_at: `${today}T01:10:00Z`,
  });
  source.add({ city_id: cityId, id: random.id(), task_id: id, kind: 'area', area_id: facts.areaId, included: true });
  let rowNo = 0;
  for (const point of list) {
    const gate = gateOf(point);
    for (const one of point.shifts) {
      const postId = random.id();
      const [start, end] = SHIFTS[one.shift].split('-').map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));
      rowNo++;
      post.add({
        city_id: cityId,
        id: postId,
        task_id: id,
        area_id: gate.id,
        name: point.name,
        shift: one.shift,
        start_minute: start!,
        end_minute: end! > start! ? end! : end! + 1440,
        day_from: from,
        day_to: to,
        head_count: one.headCount,
        duty_text: '看守卡点，解答居民，有难处往社区报',
      });
      if (point.name === facts.fixed.post && one.shift === facts.fixed.shift)
        choice.add({
          city_id: cityId,
          task_id: id,
          post_id: postId,
          person_id: facts.fixed.personId,
          kind: 'pin',
          by_account: facts.createdBy,
          at: `${today}T01:20:00Z`,
        });
      const slots = [
        ...(one.skill === null ? [] : [{ skill: one.skill, local: false, count: 1 }]),
        ...(one.local === 0 ? [] : [{ skill: null, local: true, count: one.local }]),
      ];
      const rest = one.headCount - slots.reduce((sum, s) => sum + s.count, 0);
      [...slots, ...(rest > 0 ? [{ skill: null, local: false, count: rest }] : [])].forEach((s, i) => {
        slot.add({ city_id: cityId, post_id: postId, slot_no: i, ...s });
      });
      need.add({
        city_id: cityId,
        task_id: id,
        row_no: rowNo,
        post_id: postId,
        cells: JSON.stringify({
          subdistrict: point.subdistrict,
          community: point.community.name,
          checkpoint: point.name,
          shift: one.shift,
          window: SHIFTS[one.shift].replace('-', '–'),
          headCount: String(one.headCount),
          skill: one.skill ?? '',
          local: one.local === 0 ? '' : String(one.local),
          note: '',
        }),
      });
    }
  }
  return { taskId: id, sheets: [task, post, slot, need, source, choice].map((writer) => writer.sheet) };
}
