import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAnswer } from '#contract/client';
import type { ProblemBody } from '#contract/problems';
import { EditedSince } from '../../src/web/app/edited-since.tsx';
import { BrokenState } from '../../src/web/app/error-boundary.tsx';
import { ProblemState } from '../../src/web/app/problem-state.tsx';
import { Button } from '../../src/web/ui/button.tsx';
import { Mark } from '../../src/web/ui/mark.tsx';
import { type MarkCode, markKinds } from '../../src/web/ui/mark-codes.ts';
import { Page } from '../../src/web/ui/page.tsx';
import { PageHead } from '../../src/web/ui/page-head.tsx';
import { ModalityTag, NotSpecified } from '../../src/web/ui/rule-finding.tsx';
import { Sheet } from '../../src/web/ui/sheet.tsx';
import { AllCovered, Conflict, Empty, Failed, Loading, NoRight, Working } from '../../src/web/ui/states.tsx';

/** 11 states and small parts; below them what the console makes of every kind of refusal, of a server that is away and of a page that broke. */
export function States() {
  const { i18n } = useTranslation();
  const say = (chinese: string, english: string) => (i18n.language === 'en' ? english : chinese);
  const nothing = () => {};
  return (
    <Page>
      <PageHead title={say('状态与小部件', 'States and small parts')} />
      <Grid>
        <Sheet>
          <AllCovered title={say('868人都排上了', 'All 868 are placed')}>
            {say(
              '截至09:20。有人退出时，缺口会排在这里最上面。',
              'As of 09:20. When someone withdraws, the gap stands here first.',
            )}
          </AllCovered>
        </Sheet>
        <Sheet>
          <Empty
            title={say('还没有需要表', 'No needs yet')}
            actions={
              <>
                <Button size="row" kind="primary">
                  {say('导入Excel', 'Import Excel')}
                </Button>
                <Button size="row">{say('下载模板', 'Get the template')}</Button>
              </>
            }
          >
            {say('先贴入或导入岗位，才能算谁去哪里。', 'Paste or import posts first; then it can be computed who goes where.')}
          </Empty>
        </Sheet>
        <Sheet>
          <Loading label={say('正在读', 'Reading')} />
        </Sheet>
        <Sheet>
          <Working
            title={say('正在算方案', 'Computing the plan')}
            progress={say('排上640 / 868人', '640 of 868 placed')}
            done={0.74}
            note={say('现在停下也能用，缺口会列出来', 'Stopping now leaves a usable plan with its gaps listed')}
            stop={{ label: say('停下', 'Stop'), onClick: nothing }}
          />
        </Sheet>
        <Sheet>
          <Failed
            title={say('没有存上：服务器没有回答', 'Not saved: the server does not answer')}
            actions={
              <>
                <Button kind="link" size="row">
                  {say('现在重试', 'Try now')}
                </Button>
                <Button kind="link" size="row">
                  {say('下载刚写的内容', 'Download what was written')}
                </Button>
              </>
            }
          >
            {say('刚才写的还在这一页。正在重试，第2次。', 'What was written is still on this page. Trying again, second time.')}
          </Failed>
        </Sheet>
        <Sheet>
          <NoRight title={say('这里只看到人数', 'Only counts are shown here')}>
            {say('名单归梅溪街道。要看请找梅溪街道党工委组织委员。', 'The list belongs to the subdistrict; ask its committee.')}
          </NoRight>
        </Sheet>
        <Sheet>
          <Conflict
            title={say('钱** 3分钟前改过这一行', 'Qian** changed this row 3 minutes ago')}
            actions={
              <>
                <Button kind="link" size="row">
                  {say('用他的', 'Use theirs')}
                </Button>
                <Button kind="link" size="row">
                  {say('用我的', 'Use mine')}
                </Button>
              </>
            }
          >
            {say('人数：他写3，你写2。', 'People: theirs 3, yours 2.')}
          </Conflict>
        </Sheet>
        <Sheet>
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
            {(['hard', 'prohibition', 'soft', 'permission'] as const).map((m) => (
              <ModalityTag key={m} modality={m} />
            ))}
          </div>
          <NotSpecified by="speech">
            {say('不从集团推到二级单位。', 'Nothing is inferred from the group to its parts.')}
          </NotSpecified>
        </Sheet>
        <Sheet>
          <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
            {(Object.keys(markKinds) as MarkCode[]).map((m) => (
              <Mark key={m} code={m} value={m === 'short' ? 2 : undefined} />
            ))}
          </div>
        </Sheet>
      </Grid>
      <h2>{say('服务器的回答', 'Answers of the server')}</h2>
      <Grid>
        {REFUSALS.map(([code, status, params]) => (
          <Sheet key={code}>
            <ProblemState error={refused(code, status, params)} retry={status >= 500 ? nothing : undefined} />
          </Sheet>
        ))}
        <Sheet>
          <ProblemState error={new TypeError('Failed to fetch')} retry={nothing} />
        </Sheet>
      </Grid>
      <EditedSince differences={[{ what: say('人数', 'People'), theirs: '3', mine: '2' }]} onTheirs={nothing} onMine={nothing} />
      <BrokenState error={new Error('x is not a function')} />
    </Page>
  );
}

/** One of each way a request can end otherwise: no right, gone, in the way of what is there, edited since, stopping, stopped, broken. */
const REFUSALS: readonly (readonly [code: string, status: number, params: ProblemBody['params']])[] = [
  ['outside-scope', 403, {}],
  ['names-not-allowed', 403, {}],
  ['not-found', 404, {}],
  ['state-refuses', 409, { state: 'ended' }],
  ['edited-since', 412, {}],
  ['locked-out', 429, { seconds: 30 }],
  ['stopping', 503, {}],
  ['database-away', 503, {}],
  ['disk-full', 507, {}],
  ['unexpected', 500, { request: '01J-7' }],
];

function refused(code: string, status: number, params: ProblemBody['params']): ProblemAnswer {
  return new ProblemAnswer({ type: 'about:blank', code, status, title: code, params, instance: '/api/x' });
}

function Grid({ children }: { readonly children: ReactNode }) {
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(300px, 100%), 1fr))', gap: 16 }}>
      {children}
    </div>
  );
}
