import { expect, test } from 'vitest';
import { labelList, labelSet } from '#contract/labels';
import { orgShow } from '#contract/organizations';
import { TOUR_ORGS } from '#demo/tour';
import { addDays } from '#kernel/lib';
import { branchInput, codesOf, create, startRegister } from '../support/register.ts';
import { refusal } from '../support/server.ts';

const { server, orgs } = await startRegister();
const city = await server.as('cityOfficer');
const district = await server.as('districtOfficer');
const { db, today } = server.deps.store;

const ofTag = async () =>
  (await city.call(labelList, {})).data.items.filter((one) => one.key === 'tag-temporary' && one.lang === 'zh-CN');

/** What follows from attributes: kinds of a task organization, and refusals while setting one up. */
async function answers() {
  const tag = db.selectFrom('org_tag').select('org_id as id').where('tag', '=', 'temporary').orderBy('org_id');
  const chain = await tag.executeTakeFirstOrThrow();
  const { data } = await district.call(orgShow, { params: { orgId: chain.id } });
  return {
    tags: data.tags,
    form: data.form,
    class: data.class,
    homes: data.holdsRelationship,
    findings: data.findings.map((one) => [one.rule, one.outcome]),
    refused: await codesOf(create(district, orgs.get(TOUR_ORGS.wolong)!, branchInput('新支部', { class: 'regional' }))),
  };
}

test('S-166 a renamed kind: history keeps the old word with its days, logic follows attributes', async () => {
  const before = await answers();
  expect(before.tags).toContain('temporary');
  await city.call(labelSet, { params: { key: 'tag-temporary' }, body: { 'zh-CN': '专项', en: 'dedicated' } });
  const [first] = await ofTag();
  expect(first).toMatchObject({ text: '专项', from: today(), to: '9999-12-31' });
  expect(await answers()).toEqual(before);
  // The day passes: only a word that has held can be remembered.
  const earlier = addDays(today(), -30);
  await db.updateTable('label').set({ valid_from: earlier }).where('key', '=', 'tag-temporary').execute();
  await city.call(labelSet, { params: { key: 'tag-temporary' }, body: { 'zh-CN': '应急', en: 'emergency' } });
  expect(await ofTag()).toMatchObject([
    { text: '应急', from: today(), to: '9999-12-31' },
    { text: '专项', from: earlier, to: today() },
  ]);
  expect(await answers()).toEqual(before);
  await city.call(labelSet, { params: { key: 'tag-temporary' }, body: { 'zh-CN': null, en: null } });
  expect(await ofTag()).toMatchObject([{ text: '专项', from: earlier, to: today() }]);
});

test('a label is renamed by the committee of the city alone and never empty', async () => {
  const set = (text: string) => ({ params: { key: 'form-branch' as const }, body: { 'zh-CN': text, en: 'branch' } });
  expect((await refusal(district.call(labelSet, set('支部')))).code).toBe('outside-scope');
  expect((await refusal(city.call(labelSet, set('  ')))).code).toBe('invalid');
  expect((await district.call(labelList, {})).data.may.edit).toBe(false);
});
