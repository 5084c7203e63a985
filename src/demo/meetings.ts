import { addDays, type Day } from '#kernel/lib';
import type { Random } from './random.ts';
import type { MadeOrg } from './register.ts';
import { writerOf } from './sheet.ts';

/** A branch's own life (自家的事) round today: the theme day of last month held, this month's planned or not, a meeting ahead. */
export function meetingWriter(cityId: string, today: Day, random: Random) {
  const activity = writerOf('activity', [
    'city_id',
    'id',
    'org_id',
    'kind',
    'title',
    'audience',
    'on_day',
    'start_minute',
    'end_minute',
    'held',
  ]);

  function add(org: MadeOrg, kind: string, title: string, day: Day, hour: number, audience = 'members'): void {
    activity.add({
      city_id: cityId,
      id: random.id(),
      org_id: org.id,
      kind,
      title,
      audience,
      on_day: day,
      start_minute: hour * 60,
      end_minute: hour * 60 + 90,
      held: day < today,
    });
  }

  /** The usual life of a branch; one in eight has not yet set this month's theme day. */
  function usual(org: MadeOrg): void {
    add(org, 'theme-day', '主题党日', addDays(today, -random.int(5, 27)), 9);
    if (random.chance(0.875)) add(org, 'theme-day', '主题党日', addDays(today, random.int(1, 12)), 9);
    add(org, 'member-meeting', '党员大会', addDays(today, random.chance(0.5) ? -random.int(5, 60) : random.int(2, 20)), 15);
  }

  return { add, usual, sheets: [activity.sheet] };
}
