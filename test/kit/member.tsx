import { Button } from '../../src/web/ui/button.tsx';
import { Facts } from '../../src/web/ui/facts.tsx';
import { Page } from '../../src/web/ui/page.tsx';
import { PageHead } from '../../src/web/ui/page-head.tsx';
import { Panes } from '../../src/web/ui/panes.tsx';
import { Sheet } from '../../src/web/ui/sheet.tsx';
import { TimeLine } from '../../src/web/ui/time-line.tsx';
import { TwoLines } from '../../src/web/ui/two-lines.tsx';

const days = Array.from({ length: 14 }, (_, i) => {
  const d = new Date(Date.UTC(2026, 10, 24 + i));
  return {
    day: d.toISOString().slice(0, 10),
    label: i === 7 ? '12/1' : String(d.getUTCDate()),
    weekday: '日一二三四五六'[d.getUTCDay()]!,
    free: [0, 6].includes(d.getUTCDay()),
    clash: i === 9,
  };
});

/** 08 党员 */
export function Member() {
  return (
    <Page>
      <PageHead
        path={[{ label: '党员', to: '/m' }, { label: '市水利局机关第二党支部' }]}
        title="张**"
        state="编号7K-40261"
        actions={
          <>
            <Button>显示姓名（会留痕）</Button>
            <Button>更正</Button>
          </>
        }
      />
      <Sheet title="一个组织关系，四份参加" note="现在参加1份，待批准1份，已结束2份；全市统计只计一次">
        <TimeLine
          label="组织关系和参加"
          from="2025-07-01"
          to="2026-12-31"
          today="2026-11-19"
          rows={[
            {
              id: 'h',
              label: '组织关系（只有一个）',
              note: '市水利局机关第二党支部',
              bars: [{ id: 'h', from: '2019-04-01', to: null, text: '2019年4月起，支部委员', kind: 'home' }],
            },
            {
              id: 'a',
              label: '湍河罗庄段联合党支部',
              note: '湍河治理',
              bars: [{ id: 'a', from: '2026-06-08', to: null, text: '成员，邀请后同意', kind: 'running' }],
            },
            {
              id: 'b',
              label: '文化小区东门党小组',
              note: '卧龙区小区卡点值守（演练）',
              bars: [{ id: 'b', from: '2026-11-20', to: '2026-12-05', text: '组员，单位指派，待批准', kind: 'pending' }],
            },
            {
              id: 'c',
              label: '车站街道创建一线党支部',
              note: '全国文明城市创建',
              bars: [{ id: 'c', from: '2026-02-01', to: '2026-02-21', text: '成员，居住地报到，已结束', kind: 'ended' }],
            },
            {
              id: 'd',
              label: '新华街道改造临时党支部',
              note: '老旧小区改造',
              bars: [{ id: 'd', from: '2025-09-01', to: '2025-12-20', text: '副书记，本人报名，已结束', kind: 'ended' }],
            },
          ]}
        />
      </Sheet>
      <div style={{ height: 16 }} />
      <Panes
        kind="needs"
        right={
          <Sheet title="登记了什么" note="就这些">
            <Facts
              list
              items={[
                { label: '状态', value: '正式党员' },
                { label: '组织关系', value: '市水利局机关第二党支部' },
                { label: '会什么', value: '水电、驾驶（本人填）' },
              ]}
            />
          </Sheet>
        }
      >
        <Sheet title="两副担子" note="11月24日到12月7日，本职和任务放在一起看" flush foot="同一时段重复：没有。">
          <TwoLines
            label="两副担子"
            days={days}
            rows={[
              {
                id: 'o',
                label: '本职',
                note: '3项',
                look: 'framed',
                items: { '2026-11-27': [{ text: '支委会', time: '15:00' }], '2026-12-03': [{ text: '党员大会', time: '9:00' }] },
              },
              {
                id: 't',
                label: '任务',
                note: '8项',
                look: 'filled',
                items: { '2026-11-24': [{ text: '早班' }], '2026-12-03': [{ text: '中班' }] },
              },
            ]}
          />
        </Sheet>
      </Panes>
    </Page>
  );
}
