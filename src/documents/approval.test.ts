import { describe, expect, test } from 'vitest';
import { day } from '#kernel/lib';
import { sayIn } from '../../test/support/say.ts';
import { type ApprovalData, approvalDocument, requestDocument } from './approval.ts';
import { SHEET_LIMITS } from './sheet/limits.ts';
import { openPackage } from './sheet/unpack.ts';

const data: ApprovalData = {
  approver: '中共南阳市卧龙区委组织部',
  requester: '卧龙区疫情防控指挥部',
  taskTitle: '小区卡点值守',
  goal: '守好120个卡点',
  number: '宛龙组〔2026〕12号',
  requestTitle: null,
  requestNumber: null,
  rootName: '卧龙区小区卡点值守临时党委',
  organizations: [
    { name: '卧龙区小区卡点值守临时党委', form: 'committee', parentName: null, area: '卧龙区', members: 868 },
    {
      name: '梅溪街道临时党总支',
      form: 'general-branch',
      parentName: '卧龙区小区卡点值守临时党委',
      area: '梅溪街道',
      members: 168,
    },
    { name: '文化社区临时党支部', form: 'branch', parentName: '梅溪街道临时党总支', area: '文化社区', members: 40 },
  ],
  undivided: [{ organization: '文化社区临时党支部', people: 58, reason: '同一个小区，分开不便' }],
  officers: [{ organization: '文化社区临时党支部', office: 'secretary', name: '张晓梅', unit: '宛清水务' }],
  people: { all: 893, atPosts: 868, leading: 25 },
  units: 31,
  needed: 871,
  gaps: [
    {
      post: '西关小区南门 夜班',
      place: '梅溪街道 西关社区',
      missing: 2,
      reason: { code: 'gap-skill-none', params: { skill: '护理' } },
    },
    {
      post: '汉画苑东门 早班',
      place: '卧龙岗街道 汉画社区',
      missing: 1,
      reason: { code: 'gap-costs-too-much', params: { free: 3 } },
    },
  ],
  charter: '守好每个卡点，每天碰头一次。\n有事先向组长说。',
  lines: [
    { text: '查证登记', political: false },
    { text: '向居民讲清规定，听取意见', political: true },
  ],
  endCondition: '所有小区解除封闭管理',
  reviewOn: day('2026-12-23'),
  opinion: '夜班要有护理人员。',
  emergencyReason: null,
  basis: [{ document: '中国共产党支部工作条例（试行）', article: '第八条' }],
  signer: null,
  date: day('2026-11-03'),
  copyTo: ['区卫健委', '各街道党工委'],
};

async function parts(bytes: Uint8Array): Promise<Record<string, string>> {
  const opened = await openPackage(bytes, SHEET_LIMITS);
  if (!opened.ok) throw new Error(JSON.stringify(opened.issues));
  const texts: Record<string, string> = {};
  for (const path of opened.value.paths()) texts[path] = await opened.value.text(path);
  opened.value.close();
  return texts;
}

/** Paragraphs as text with the Chinese face and the size of their first run. */
function paragraphs(xml: string) {
  return [...xml.matchAll(/<w:p>([\s\S]*?)<\/w:p>/g)].map((match) => ({
    text: [...match[1]!.matchAll(/<w:t(?:\s[^>]*)?>([\s\S]*?)<\/w:t>/g)].map((t) => t[1]).join(''),
    face: /w:eastAsia="([^"]+)"/.exec(match[1]!)?.[1],
    size: Number(/<w:sz w:val="(\d+)"/.exec(match[1]!)?.[1]),
    xml: match[1]!,
  }));
}

describe('the approval in the layout of GB/T 9704-2012', async () => {
  const say = sayIn('zh-CN');
  const files = await parts(await approvalDocument(data, say));
  const xml = files['word/document.xml']!;
  const all = paragraphs(xml);
  const find = (text: string) => all.find((one) => one.text.includes(text))!;

  test('A4, margins 37/35/28/26 mm, 22 lines of 28 characters', () => {
    expect(/<w:pgSz [^>]*>/.exec(xml)![0]).toMatch(/w:w="11906".*w:h="16838"/);
    const margins = /<w:pgMar [^>]*>/.exec(xml)![0];
    const millimetres = (side: string) => (Number(new RegExp(`w:${side}="(\\d+)"`).exec(margins)![1]) * 25.4) / 1440;
    for (const [side, expected] of Object.entries({ top: 37, bottom: 35, left: 28, right: 26 })) {
      expect(Math.abs(millimetres(side) - expected)).toBeLessThan(0.05);
    }
    const text = find('同意成立卧龙区小区卡点值守临时党委。').xml;
    const pitch = Number(/<w:spacing [^>]*w:line="(\d+)" w:lineRule="exact"/.exec(text)![1]);
    expect(Math.floor((225 * 1440) / 25.4 / pitch)).toBe(22);
    const character = 16 + Number(/<w:spacing w:val="(-?\d+)"\/>/.exec(text)![1]) / 20;
    expect(Math.floor((156 * 72) / 25.4 / character)).toBe(28);
    // Text that snaps to a grid of characters is set differently by every office program.
    expect(xml).not.toContain('linesAndChars');
  });

  test('faces and sizes: red head, title 小标宋 2号, body 仿宋 3号, first level 黑体', () => {
    const head = find('中共南阳市卧龙区委组织部文件');
    expect(head.face).toBe('方正小标宋简体');
    expect(head.xml).toContain('<w:color w:val="FF0000"/>');
    expect(find('关于同意成立')).toMatchObject({ face: '方正小标宋简体', size: 44 });
    expect(find('的批复')).toMatchObject({ face: '方正小标宋简体', size: 44 });
    expect(find('同意成立卧龙区小区卡点值守临时党委。')).toMatchObject({ face: '仿宋_GB2312', size: 32 });
    expect(find('一、同意成立')).toMatchObject({ face: '黑体', size: 32 });
    expect(files['word/styles.xml']).toContain('仿宋_GB2312');
    expect(find('一、同意成立').xml).toContain('w:firstLineChars="200"');
    expect(all.filter((one) => /w:bottom w:val="single" w:color="FF0000"/.test(one.xml))).toHaveLength(1);
  });

  test('says what was decided: number, receiver, counts by form, end, opinion, basis, signature, date, copies', () => {
    const text = all.map((one) => one.text).join('\n');
    for (const piece of [
      '宛龙组〔2026〕12号',
      '卧龙区疫情防控指挥部：',
      '组织3个，其中临时党委1个、临时党总支1个、临时党支部1个（名单见附件）',
      '结束条件：所有小区解除封闭管理。',
      '2026年12月23日前复核',
      '夜班要有护理人员。',
      '《中国共产党支部工作条例（试行）》第八条',
      '附件：1. 任务党组织名单',
      '2. 负责人名单',
      '参加893人（在岗位868人，只任负责人、不排班25人），来自31个单位',
      '3. 尚缺人员的岗位',
      '4. 工作规则',
      '守好每个卡点，每天碰头一次。',
      '有事先向组长说。',
      '5. 工作计划',
      '向居民讲清规定，听取意见',
      '政治、群众工作',
      '工作规则和工作计划见附件，按其执行。',
      '2026年11月3日',
      '抄送：区卫健委，各街道党工委。',
      '2026年11月3日印发',
    ]) {
      expect(text).toContain(piece);
    }
    expect(text).toContain('张晓梅');
  });

  test('a form that there is none of is not counted out; a long name stands in lines no smaller than the title', async () => {
    const name = '中共南阳市卧龙区委疫情防控指挥部社区网格化管理与物资保障工作领导小组临时委员会';
    const named = { ...data, approver: name, organizations: data.organizations.slice(0, 1) };
    const long = paragraphs((await parts(await approvalDocument(named, say)))['word/document.xml']!);
    expect(long.map((one) => one.text).join('\n')).not.toMatch(/[总支组委]0个|党支部0/);
    const red = long.filter((one) => one.xml.includes('FF0000') && one.text !== '');
    expect(red.length).toBeGreaterThan(1);
    expect(red.map((one) => one.text).join('')).toBe(`${name}文件`);
    for (const one of red) expect(Number(/<w:sz w:val="(\d+)"/.exec(one.xml)![1])).toBeGreaterThanOrEqual(44);
  });

  test('names what stays open: how many, where, and in the attachment why', async () => {
    const text = all.map((one) => one.text).join('\n');
    expect(text).toContain('五、尚缺人员');
    expect(text).toContain(
      '岗位共需871人次，已排868人次，尚缺3人次，涉及2处：西关小区南门 夜班缺2人、汉画苑东门 早班缺1人（原因见附件）。',
    );
    expect(text).toContain('六、其他意见');
    for (const cell of ['梅溪街道 西关社区', '名单上没有人会“护理”', '还有3人能来，但比空着还不划算'])
      expect(xml).toContain(cell);
    const full = await parts(await approvalDocument({ ...data, gaps: [] }, say));
    const said = paragraphs(full['word/document.xml']!).map((one) => one.text);
    expect(said.filter((one) => one.includes('尚缺'))).toEqual([]);
    expect(said).toContain('五、其他意见');
    // More than the text can name: the five with most people missing, all of them in the attachment.
    const many = Array.from({ length: 8 }, (_, at) => ({ ...data.gaps[0]!, missing: at < 5 ? 3 : 2, post: `第${at + 1}号门` }));
    const long = (await parts(await approvalDocument({ ...data, gaps: many }, say)))['word/document.xml']!;
    const line = paragraphs(long).find((one) => one.text.includes('缺得多的是'))!.text;
    expect([line.includes('第5号门'), line.includes('第6号门'), long.includes('第8号门')]).toEqual([true, false, true]);
    // Where all lack the same, none is said to lack most.
    const same = many.map((gap) => ({ ...gap, missing: 1 }));
    const even = (await parts(await approvalDocument({ ...data, gaps: same }, say)))['word/document.xml']!;
    expect(even).toContain('第5号门缺1人等（全部和原因见附件）');
    expect(even).not.toContain('缺得多的是');
  });

  test('page numbers between dashes, right on odd pages and left on even ones', () => {
    const footers = Object.entries(files).filter(([path]) => /^word\/footer\d+\.xml$/.test(path));
    expect(footers).toHaveLength(2);
    expect(footers.map(([, footer]) => /<w:jc w:val="(\w+)"/.exec(footer)![1]).sort()).toEqual(['left', 'right']);
    for (const [, footer] of footers) expect(footer).toMatch(/— [\s\S]*PAGE[\s\S]* —/);
    expect(files['word/settings.xml']).toContain('<w:evenAndOddHeaders');
  });

  test('attachments start on pages of their own and repeat their heads', () => {
    expect(all.filter((one) => /^附件\d$/.test(one.text)).every((one) => one.xml.includes('<w:pageBreakBefore/>'))).toBe(true);
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(4);
  });
});

test('a body that decides on its own draft gives notice and answers nobody', async () => {
  const files = await parts(await approvalDocument({ ...data, requester: data.approver }, sayIn('zh-CN')));
  const said = paragraphs(files['word/document.xml']!).map((one) => one.text);
  for (const text of ['卧龙区小区卡点值守临时党委的通知', '各有关党组织：', '一、成立组织', '特此通知。'])
    expect(said).toContain(text);
  expect(said.join('\n')).not.toMatch(/批复|收悉|此复|同意成立/);
});

test('the request goes up: one receiver, a signer, the closing formula', async () => {
  for (const language of ['zh-CN', 'en'] as const) {
    const say = sayIn(language);
    const files = await parts(await requestDocument({ ...data, signer: '赵立', emergencyReason: '夜里要到岗' }, say));
    const text = paragraphs(files['word/document.xml']!)
      .map((one) => one.text)
      .join('\n');
    expect(text).toContain(say('official-request-close'));
    expect(text).toContain(`${say('official-signer')}赵立`);
    // The number at the left, the signer at the right of the same line.
    const line = paragraphs(files['word/document.xml']!).find((one) => one.text.includes('赵立'))!;
    expect(line.xml).toMatch(/<w:tab w:val="right"[\s\S]*<w:tab\/>/);
    expect(text).toContain('夜里要到岗');
    expect(text).toContain(`中共南阳市卧龙区委组织部${say('official-colon')}`);
  }
});
