import { Button } from '../../src/web/ui/button.tsx';
import { Mark } from '../../src/web/ui/mark.tsx';
import { type MarkCode, markKinds } from '../../src/web/ui/mark-codes.ts';
import { Page } from '../../src/web/ui/page.tsx';
import { PageHead } from '../../src/web/ui/page-head.tsx';
import { ModalityTag, NotSpecified } from '../../src/web/ui/rule-finding.tsx';
import { Sheet } from '../../src/web/ui/sheet.tsx';
import { AllCovered, Conflict, Empty, Failed, Loading, NoRight, Working } from '../../src/web/ui/states.tsx';

/** 11 states and small parts */
export function States() {
  return (
    <Page>
      <PageHead title="状态与小部件" />
      <div style={{ display: 'grid', gridTemplateColumns: 'repeat(3,1fr)', gap: 16 }}>
        <Sheet>
          <AllCovered title="868人都排上了">截至09:20。有人退出时，缺口会排在这里最上面。</AllCovered>
        </Sheet>
        <Sheet>
          <Empty
            title="还没有需要表"
            actions={
              <>
                <Button size="row" kind="primary">
                  导入Excel
                </Button>
                <Button size="row">下载模板</Button>
              </>
            }
          >
            先贴入或导入岗位，才能算谁去哪里。
          </Empty>
        </Sheet>
        <Sheet>
          <Loading label="正在读" />
        </Sheet>
        <Sheet>
          <Working
            title="正在算方案"
            progress="排上640 / 868人"
            done={0.74}
            note="现在停下也能用，缺口会列出来"
            stop={{ label: '停下', onClick() {} }}
          />
        </Sheet>
        <Sheet>
          <Failed
            title="没有存上：服务器没有回答"
            actions={
              <>
                <Button kind="link" size="row">
                  现在重试
                </Button>
                <Button kind="link" size="row">
                  下载刚写的内容
                </Button>
              </>
            }
          >
            刚才写的还在这一页。正在重试，第2次。
          </Failed>
        </Sheet>
        <Sheet>
          <NoRight title="这里只看到人数">名单归梅溪街道。要看请找梅溪街道党工委组织委员。</NoRight>
        </Sheet>
        <Sheet>
          <Conflict
            title="钱** 3分钟前改过这一行"
            actions={
              <>
                <Button kind="link" size="row">
                  用他的
                </Button>
                <Button kind="link" size="row">
                  用我的
                </Button>
              </>
            }
          >
            人数：他写3，你写2。
          </Conflict>
        </Sheet>
        <Sheet>
          <div style={{ display: 'flex', gap: 8 }}>
            {(['hard', 'prohibition', 'soft', 'permission'] as const).map((m) => (
              <ModalityTag key={m} modality={m} />
            ))}
          </div>
          <NotSpecified by="speech">不从集团推到二级单位。</NotSpecified>
        </Sheet>
        <Sheet>
          <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
            {(Object.keys(markKinds) as MarkCode[]).map((m) => (
              <Mark key={m} code={m} value={m === 'short' ? 2 : undefined} />
            ))}
          </div>
        </Sheet>
      </div>
    </Page>
  );
}
