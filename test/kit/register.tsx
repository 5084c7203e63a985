import { useState } from 'react';
import { Button } from '../../src/web/ui/button.tsx';
import { Facts } from '../../src/web/ui/facts.tsx';
import { Page } from '../../src/web/ui/page.tsx';
import { PageHead } from '../../src/web/ui/page-head.tsx';
import { SearchBox } from '../../src/web/ui/search-box.tsx';
import { Segmented } from '../../src/web/ui/segmented.tsx';
import { Sheet } from '../../src/web/ui/sheet.tsx';
import { Tree, type TreePage } from '../../src/web/ui/tree.tsx';

const load = async (p: string | undefined, o: number): Promise<TreePage> =>
  p === undefined
    ? { nodes: [{ id: 'r', label: '中共南阳市委', hasChildren: true }], rest: 0 }
    : p === 'big'
      ? {
          nodes: Array.from({ length: 50 }, (_, i) => ({ id: `b${o + i}`, label: `第${o + i}党支部`, hasChildren: false })),
          rest: o ? 0 : 37,
        }
      : {
          nodes: [
            { id: `${p}1`, label: '市直单位', hasChildren: true, count: '214' },
            {
              id: p === 'r' ? 'big' : `${p}2`,
              label: '宛清水务集团党委',
              hasChildren: true,
              count: '9',
              mark: { code: 'check' },
            },
            { id: `${p}3`, label: '供水公司党支部', hasChildren: false, mark: { code: 'check' } },
          ],
          rest: 5,
        };

/** 02 组织: lazy tree, table */
export function Register() {
  const [selected, setSelected] = useState('r3');
  return (
    <Page
      side={
        <>
          <div style={{ padding: 12, display: 'grid', gap: 8 }}>
            <SearchBox label="找组织" placeholder="找组织：供水、gongshui、gs" value="" onChange={() => {}} />
            <Segmented
              block
              label="哪种"
              value="a"
              onChange={() => {}}
              options={[
                { value: 'a', label: '建制性' },
                { value: 'b', label: '任务' },
                { value: 'c', label: '按地区' },
              ]}
            />
          </div>
          <Tree label="组织" load={load} openPath={['r', 'big']} selected={selected} onSelect={setSelected} />
        </>
      }
    >
      <PageHead
        path={[{ label: '市直单位' }, { label: '供水公司' }]}
        title={selected}
        actions={
          <>
            <Button>历史</Button>
            <Button>导出</Button>
            <Button>改资料</Button>
          </>
        }
      />
      <Sheet>
        <Facts
          items={[
            { label: '类别', value: '基层组织，党支部，建制性' },
            { label: '书记', value: '陈**' },
            { label: '党员', value: '11名：正式9，预备2' },
            {
              label: '借出',
              value: (
                <>
                  4名，<b className="warn">已到上限4</b>
                </>
              ),
            },
          ]}
        />
      </Sheet>
      <div style={{ height: 12 }} />
      <Sheet title="党员" note="11名，只计一次" flush>
        <table className="q-table">
          <thead>
            <tr>
              {['姓名', '状态', '支部职务', '正在参加的任务'].map((head) => (
                <th key={head}>{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[
              ['陈**', '正式', '书记', '没有'],
              ['李**', '正式', '–', '湍河罗庄段'],
            ].map((cells) => (
              <tr key={cells[0]}>
                {cells.map((cell) => (
                  <td key={cell}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Sheet>
    </Page>
  );
}
