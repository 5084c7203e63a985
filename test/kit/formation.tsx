import { ApprovalSteps, BottomBar } from '../../src/web/ui/bottom-bar.tsx';
import { BoundariesStrip } from '../../src/web/ui/boundaries-strip.tsx';
import { Button } from '../../src/web/ui/button.tsx';
import { type ChainNode, ChainTree } from '../../src/web/ui/chain-tree.tsx';
import { Page } from '../../src/web/ui/page.tsx';
import { PageHead } from '../../src/web/ui/page-head.tsx';
import { Panes } from '../../src/web/ui/panes.tsx';
import { RuleFinding, SatisfiedLine } from '../../src/web/ui/rule-finding.tsx';
import { Sheet } from '../../src/web/ui/sheet.tsx';
import { Steps } from '../../src/web/ui/steps.tsx';
import { WordPreview } from '../../src/web/ui/word-preview.tsx';
import { steps } from './steps.ts';

const chain: ChainNode = {
  id: 'r',
  form: 'committee',
  name: '卧龙区卡点值守',
  counts: ['120', '861'],
  children: [
    {
      id: 'a',
      form: 'general-branch',
      name: '七一街道',
      counts: ['32', '232'],
      children: [{ id: 'a1', form: 'branch', name: '曾楼社区', counts: ['6', '40'] }],
    },
    {
      id: 'b',
      form: 'general-branch',
      name: '卧龙岗街道',
      counts: ['34', '243'],
      children: [
        { id: 'b1', form: 'branch', name: '汉画社区', counts: ['7', '48'], mark: { code: 'short', text: '书记未定' } },
        {
          id: 'b2',
          form: 'branch',
          name: '桃园社区',
          counts: ['7', '54'],
          mark: { code: 'over', text: '超50人' },
          children: [{ id: 'b21', form: 'group', name: '桃园小区东门', counts: ['', '9'] }],
        },
        { id: 'b3', form: 'branch', name: '飞龙社区', counts: ['6', '42'] },
      ],
    },
    { id: 'c', form: 'general-branch', name: '武侯街道', counts: ['30', '218'] },
  ],
};

const CROSSED = [
  ['单位', '63家单位'],
  ['层级', '市、区、街道、社区4级'],
  ['区域', '宛城、卧龙、示范区3个'],
  ['体制', '非公企业24人'],
] as const;

/** 05 组建 */
export function Formation() {
  return (
    <Page
      bottom={
        <BottomBar
          label="审批"
          actions={
            <>
              <Button size="bar">存草稿</Button>
              <Button size="bar" kind="primary" disabled reason="先定好2个支部的书记人选，再提交">
                提交审批
              </Button>
            </>
          }
        >
          <ApprovalSteps
            items={[
              { key: '1', label: '起草 赵** 09:52', state: 'done' },
              { key: '2', label: '规则检查：还差1条', state: 'now' },
              { key: '3', label: '市委组织部批准', state: 'later' },
              { key: '4', label: '生效，告诉861人', state: 'later' },
            ]}
          />
        </BottomBar>
      }
    >
      <PageHead
        path={[{ label: '中心工作', to: '/tasks' }, { label: '卧龙区小区卡点值守（演练）' }]}
        title="组建"
        actions={<Steps label="步骤" items={steps(4)} />}
      />
      <div style={{ marginBottom: 14 }}>
        <BoundariesStrip
          title="跨了哪些界"
          note="按名单算出"
          onOpen={() => {}}
          items={CROSSED.map(([label, evidence]) => ({ key: label, label, crossed: true, word: '跨', evidence }))}
        />
      </div>
      <Panes
        kind="formation"
        rightTitle="批复预览"
        left={
          <Sheet title="要成立145个" note="1党委、4党总支、20党支部、120党小组" flush foot="与同名建制性组织分开记。">
            <ChainTree label="链" nameLabel="名称（都带“临时”）" columns={['党小组', '人']} root={chain} onSelect={() => {}} />
          </Sheet>
        }
        right={
          <WordPreview
            title="批复预览"
            pages="第1页，共9页"
            download={<a href="/x">下载Word</a>}
            head="中共南阳市委组织部文件"
            number="宛组批〔2026〕×号"
            heading={['关于同意成立卧龙区小区卡点值守', '（演练）临时党组织的批复']}
            paragraphs={[
              '中共卧龙区委组织部：',
              '《关于成立卧龙区小区卡点值守（演练）临时党组织的请示》收悉。经研究，批复如下：',
              '一、同意成立临时党委1个，下设临时党总支4个、临时党支部20个、党小组120个（附件1）。',
              '二、书记、副书记和委员由我部指定（附件2）。',
            ]}
          />
        }
      >
        <Sheet title="规则怎么说" note="1条要办，1条提醒" flush>
          <RuleFinding
            modality="hard"
            result="unmet"
            subject="2个临时党支部没有书记人选"
            clause="书记、副书记和委员由批准其成立的党组织指定。"
            source="《支部工作条例（试行）》第八条，已核对。提交时写人选，批准时指定。"
            action={
              <Button kind="link" size="row" to="/x">
                去定人选
              </Button>
            }
          />
          <RuleFinding
            modality="soft"
            result="reminder"
            subject="桃园社区54人，一般不超过50人"
            source="第四条，已核对。不分也可以，写一句理由。"
            action={
              <Button kind="link" size="row">
                分成两个
              </Button>
            }
          />
          <RuleFinding
            modality="permission"
            result="satisfied"
            resultText="三个条件都有，等批准"
            subject="成立临时党支部"
            clause="为执行某项任务临时组建的机构，党员组织关系不转接的，经上级党组织批准，可以成立临时党支部。"
            source="第八条，已核对"
          />
          <RuleFinding
            modality="permission"
            result="open"
            subject="成立临时党委、临时党总支"
            notSpecified="document"
            source="条例只写临时党支部。按各地实践做法，须批准；禁止事项照第八条。"
          />
          <RuleFinding
            modality="prohibition"
            result="satisfied"
            resultText="已关闭这些功能"
            subject="收党费、选党代表、换届"
            source="第八条，已核对"
          />
          <SatisfiedLine
            items={['有任务、有需要、有章程、有结束条件，写了群众工作']}
            aside={
              <Button kind="link" size="row">
                看6条
              </Button>
            }
          />
        </Sheet>
      </Panes>
    </Page>
  );
}
