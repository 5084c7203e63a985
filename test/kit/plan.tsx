import { useState } from 'react';
import { Button } from '../../src/web/ui/button.tsx';
import { CapBars } from '../../src/web/ui/cap-bars.tsx';
import { ExplanationCard } from '../../src/web/ui/explanation-card.tsx';
import { GapList } from '../../src/web/ui/gap-list.tsx';
import { Matrix, type MatrixRow } from '../../src/web/ui/matrix.tsx';
import { Page } from '../../src/web/ui/page.tsx';
import { PageHead } from '../../src/web/ui/page-head.tsx';
import { Panes } from '../../src/web/ui/panes.tsx';
import { ProofLine } from '../../src/web/ui/proof-line.tsx';
import { SchematicMap } from '../../src/web/ui/schematic-map.tsx';
import { Segmented } from '../../src/web/ui/segmented.tsx';
import { Sheet } from '../../src/web/ui/sheet.tsx';
import { Steps } from '../../src/web/ui/steps.tsx';
import { steps } from './steps.ts';

const names = {
  卧龙岗街道: ['汉画', '桃园', '黄龙庙', '飞龙', '宛西'],
  梅溪街道: ['文化', '梅溪', '八一', '西关', '新西'],
  武侯街道: ['武侯', '北京路', '孔明', '躬耕', '南京路'],
  七一街道: ['曾楼', '豫宛', '曙光', '中州', '塔园'],
};
const gx: Record<string, [number, number]> = { 卧龙岗街道: [0, 0], 梅溪街道: [10, 0], 武侯街道: [0, 10], 七一街道: [10, 10] };
const gaps: Record<string, number> = { 汉画: 1, 黄龙庙: 2, 西关: 2, 八一: 2 };
const seeds = Object.entries(names).flatMap(([g, l]) =>
  l.map((n, i) => ({
    id: n,
    name: n,
    group: g,
    x: gx[g]![0] + ((i * 37) % 11),
    y: gx[g]![1] + ((i * 53) % 9),
    gap: gaps[n] ?? 0,
    points: Array.from({ length: 6 }, (_, k) => ({ id: n + k, label: n + k, gap: k === 5 && !!gaps[n] })),
  })),
);

const ROWS: MatrixRow[] = [
  { id: '市直单位', label: '市直单位', values: [84, 71, 66, 58], total: 279 },
  { id: '区直单位', label: '区直单位', values: [52, 74, 48, 41], total: 215 },
  { id: '驻区单位', label: '驻区单位', values: [31, 38, 57, 22], total: 148 },
  { id: '非公企业', label: '非公企业', values: [8, 7, 5, null], total: '约24' },
];

/** 04 方案 */
export function Plan() {
  const [person, setPerson] = useState('2');
  const [point, setPoint] = useState('文化0');
  return (
    <Page>
      <PageHead
        path={[{ label: '中心工作', to: '/tasks' }, { label: '卧龙区小区卡点值守（演练）' }]}
        title="方案3"
        actions={<Steps label="步骤" items={steps(3)} />}
      />
      <div style={{ display: 'flex', gap: 20, alignItems: 'baseline', marginBottom: 10 }}>
        <b className="gap" style={{ fontSize: 22 }}>
          缺7人
        </b>
        <ProofLine text="没有更省的排法：代价21,460 = 下界21,460，差距0；用时0.84秒；" verified="已另行核验" />
      </div>
      <Panes
        kind="plan"
        rightTitle="文化小区东门 早班"
        rightKey={point}
        left={
          <>
            <Sheet title="缺口" note="先看这里" flush>
              <GapList
                compact
                groups={[
                  {
                    id: 'g',
                    rows: [
                      ['西关小区南门 夜班', '2', '会护理、愿上夜班的人都已有岗', '去掉“护理”，可补2人'],
                      ['铁道家属院西门 夜班', '2', '3个邻近单位都到上限', '市水利局上限加2，可补2人'],
                      ['黄龙小区北门 夜班', '2', '本社区名额没人愿意', '放宽到相邻社区，可补2人'],
                    ].map(([title = '', n = '', reason = '', repair = '']) => ({
                      id: title,
                      mark: 'short',
                      markValue: n,
                      title,
                      reason,
                      repair: { label: repair, onClick() {} },
                    })),
                  },
                ]}
              />
            </Sheet>
            <Sheet title="出人单位的上限" note="63家，3家到顶">
              <CapBars
                items={[
                  { id: '1', name: '市水利局', used: 12, cap: 12 },
                  { id: '2', name: '铁路站段党委', used: 20, cap: 20 },
                  { id: '3', name: '区司法局', used: 9, cap: 9 },
                  { id: '4', name: '区教体局', used: 37, cap: 40 },
                  { id: '5', name: 'x', used: 1, cap: 40 },
                ]}
                restLabel={(n) => `其余${n}家`}
              />
            </Sheet>
          </>
        }
        right={
          <ExplanationCard
            post={{ title: '文化小区东门 早班', place: '梅溪街道文化社区，06:00–14:00，3人到齐' }}
            people={[
              { id: '1', name: '陈**', from: '文化社区', tag: '组长' },
              { id: '2', name: '张**', from: '市水利局', tag: '水电' },
              { id: '3', name: '孙**', from: '宛清供水公司' },
            ]}
            selected={person}
            onSelect={setPerson}
            texts={{
              people: '排上的人',
              why: '为什么是张**',
              sum: '代价，越小越合适',
              unit: '1点 = 10米',
              others: '还能换谁',
              othersNote: '整个方案会多花',
              changes: '什么情况会变',
            }}
            costs={[
              { fact: '离单位650米', kind: '路程', points: 65 },
              { fact: '会水电，岗位正要', kind: '技能', points: 0 },
              { fact: '愿意上早班', kind: '意愿', points: 0 },
              { fact: '单位第12个名额', kind: '负担', points: 18 },
            ]}
            total={83}
            others={[
              { id: 'a', text: '李**，铁路站段：远350米', difference: '+35' },
              { id: 'b', text: '刘**，区住建局：不会水电', difference: '+60' },
            ]}
            changes={['市水利局上限减到11：换成李**', '本班不要水电：张**去铁道家属院']}
            actions={
              <>
                <Button size="row">固定在这里</Button>
                <Button size="row">不要派到这里</Button>
                <Button size="row">换人</Button>
              </>
            }
          />
        }
      >
        <Sheet
          aside={<span className="q-tag">示意图：边界和点位都不是真实位置</span>}
          title={
            <Segmented
              label="看法"
              value="map"
              onChange={() => {}}
              options={[
                { value: 'map', label: '地图' },
                { value: 'table', label: '表' },
              ]}
            />
          }
        >
          <SchematicMap
            label="示意图"
            seeds={seeds}
            selectedPoint={point}
            onPoint={setPoint}
            texts={{
              gapIn: (n, c) => `${n} 缺${c}`,
              legendStaffed: '卡点，三班都有人',
              legendGap: '卡点，有班次缺人',
              legendSelected: '选中',
            }}
          />
        </Sheet>
        <Sheet title="从哪来，到哪去" note="人" flush>
          <Matrix
            label="从哪来，到哪去"
            totalLabel="合计"
            columns={['七一街道', '卧龙岗街道', '武侯街道', '梅溪街道'].map((l) => ({ id: l, label: l }))}
            gap={{ id: 'gap', label: '缺', values: [0, 3, 0, 4], total: 7 }}
            rows={ROWS}
            sum={{ id: 's', label: '排上', values: [232, 243, 218, 168], total: 861 }}
            onOpen={() => {}}
          />
        </Sheet>
      </Panes>
    </Page>
  );
}
