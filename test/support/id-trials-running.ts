import { TOUR_ORGS } from '#demo/tour';
import { type BusyCity, NOBODY } from './busy-city.ts';
import { outsideOf, type Trial } from './id-trials.ts';

/** Ids in requests about a task that runs: duties, openings, rosters. */
export function runningTrials(city: BusyCity): Record<string, Trial> {
  const { org, member, today, foreign, running, away, opening } = city;
  const { elsewhere, people, strangers } = outsideOf(city);
  const taskParams = { taskId: running.taskId };
  const rosterBody = { from: running.from, to: running.to, offDays: [], rules: { restHours: 11, mostInRow: 6 } };
  const groupParams = { taskId: running.taskId, orgId: running.orgId };
  return {
    'my-question-answer params.consultationId': { as: 'member', good: null, out: { nobody: NOBODY } },
    'my-duty-answer params.dutyId': { as: 'member', good: null, out: { nobody: NOBODY } },
    'my-duty-contact params.dutyId': { as: 'member', good: null, out: { nobody: NOBODY } },
    'my-duty-names params.dutyId': { as: 'member', good: null, out: { nobody: NOBODY } },
    'my-roster-wish params.dutyId': { as: 'member', good: null, out: { nobody: NOBODY } },
    'joiner-add body.orgId': {
      as: 'districtOfficer',
      params: taskParams,
      body: { personId: running.people[0]!, from: running.from },
      good: running.orgId,
      out: { 'another task': foreign.rootOrgId, 'a standing one': org(TOUR_ORGS.wolong), ...elsewhere },
    },
    'joiner-add body.personId': {
      as: 'districtOfficer',
      params: taskParams,
      body: { orgId: running.orgId, from: running.from },
      good: member(TOUR_ORGS.waterBureauSecond, 8),
      out: strangers,
    },
    'slot-open params.postId': {
      as: 'districtOfficer',
      params: taskParams,
      good: null,
      out: { 'a full one': running.posts[2]!, 'another task': foreign.postId, 'another city': away.postId, nobody: NOBODY },
    },
    'slot-fill params.openingId': {
      as: 'districtOfficer',
      params: taskParams,
      body: { personId: member(TOUR_ORGS.waterBureauSecond, 8) },
      good: null,
      out: { nobody: NOBODY },
    },
    'slot-fill body.personId': {
      as: 'districtOfficer',
      params: { ...taskParams, openingId: opening },
      good: member(TOUR_ORGS.waterBureauSecond, 8),
      out: strangers,
    },
    'duty-sheet body.id': {
      as: 'districtOfficer',
      params: taskParams,
      body: { of: 'post', purpose: '通知' },
      good: running.posts[0]!,
      out: { 'another task': foreign.postId, 'another city': away.postId, nobody: NOBODY },
    },
    'roster-file params.taskId': {
      as: 'districtOfficer',
      params: groupParams,
      body: { from: running.from, purpose: '通知' },
      good: null,
      out: { 'another task': foreign.taskId, 'another city': away.taskId, nobody: NOBODY },
    },
    'difficulty-settle params.dutyId': {
      as: 'districtOfficer',
      params: taskParams,
      body: { how: 'stands' },
      good: null,
      out: { nobody: NOBODY },
    },
    'chain-release params.orgId': {
      as: 'districtOfficer',
      params: taskParams,
      body: { on: today, reason: '需要已过' },
      good: null,
      out: { 'another task': foreign.rootOrgId, 'a standing one': org(TOUR_ORGS.meixi), ...elsewhere },
    },
    'roster-save params.taskId': {
      as: 'districtOfficer',
      params: groupParams,
      etag: async () => 0,
      body: { ...rosterBody, duties: [] },
      good: null,
      out: { 'another task': foreign.taskId, 'another city': away.taskId, nobody: NOBODY },
    },
    'roster-save body.duties.*.person': {
      as: 'districtOfficer',
      params: groupParams,
      etag: async () => 0,
      body: { ...rosterBody, duties: [{ day: running.from, shift: `${running.posts[0]}.0`, fixed: true }] },
      good: running.people[0]!,
      out: people,
    },
    'roster-propose params.taskId': {
      as: 'districtOfficer',
      params: groupParams,
      body: { ...rosterBody, duties: [] },
      good: null,
      out: { 'another task': foreign.taskId, 'another city': away.taskId, nobody: NOBODY },
    },
    'roster-propose body.duties.*.person': {
      as: 'districtOfficer',
      params: groupParams,
      body: { ...rosterBody, duties: [{ day: running.from, shift: `${running.posts[0]}.0`, fixed: true }] },
      good: running.people[0]!,
      out: people,
    },
    'roster-wish params.taskId': {
      as: 'districtOfficer',
      params: groupParams,
      body: { personId: running.people[0]!, day: running.from, kind: 'rest' },
      good: null,
      out: { 'another task': foreign.taskId, 'another city': away.taskId, nobody: NOBODY },
    },
    'roster-wish body.personId': {
      as: 'districtOfficer',
      params: groupParams,
      body: { day: running.from, kind: 'rest' },
      good: running.people[0]!,
      out: people,
    },
    'roster-names params.taskId': {
      as: 'districtOfficer',
      params: groupParams,
      body: { purpose: '通知' },
      good: null,
      out: { 'another task': foreign.taskId, 'another city': away.taskId, nobody: NOBODY },
    },
    'roster-proposal-stop params.taskId': {
      as: 'districtOfficer',
      params: { ...groupParams, proposalId: NOBODY },
      good: null,
      out: { 'another task': foreign.taskId },
    },
    'roster-proposal-stop params.proposalId': { as: 'districtOfficer', params: groupParams, good: null, out: { nobody: NOBODY } },
  };
}
