import { addDays, type Day } from '#kernel/lib';
import { searchColumns } from '#kernel/registry';
import type { Place } from './areas.ts';
import { syntheticName } from './names.ts';
import type { Random } from './random.ts';
import type { MadeOrg, MadeUnit } from './register.ts';
import { type Sheet, writerOf } from './sheet.ts';

/** What people say they can do; the word is the code, texts/<lang>/skills.json has its translation. */
export const SKILLS = ['水电', '护理', '驾驶', '电脑', '调解', '法律', '宣传', '急救', '炊事', '手语'] as const;

/** Skills that only a few people of the tour have, so that the exercise shows gaps: sampling and psychological support. */
export const RARE_SKILLS = { sampling: '核酸采样', support: '心理疏导' } as const;

/** The three shifts of the demo as times of day. */
export const SHIFTS = { 早班: '06:00-14:00', 中班: '14:00-22:00', 夜班: '22:00-06:00' } as const;
const WINDOWS = Object.values(SHIFTS);

/** A person as the other generators need it. */
export interface MadePerson {
  readonly id: string;
  readonly full: boolean;
  readonly unit: MadeUnit | null;
  readonly residence: Place;
}

/** What is fixed about a person of the tour; all else is drawn. */
export interface PersonFacts {
  readonly name?: string;
  readonly sourceKey?: string;
  readonly full?: boolean;
  readonly residence?: Place;
  readonly skills?: readonly string[];
  readonly windows?: readonly string[];
  readonly since?: string;
}

/** Share of probationary members, about that of 2023 (2.4 million admitted a year among 99 million). */
const PROBATIONARY = 0.023;

/** Collects persons with names, skills, wishes, homes and offices as rows. */
export function peopleWriter(cityId: string, today: Day, random: Random) {
  const person = writerOf('person', ['city_id', 'id', 'source_key', 'status', 'unit_id', 'residence_area_id', 'valid_from']);
  const personName = writerOf('person_name', ['city_id', 'person_id', 'name', 'grams', 'pinyin', 'initials']);
  const skill = writerOf('person_skill', ['city_id', 'person_id', 'code']);
  const wish = writerOf('person_wish', ['city_id', 'person_id', 'willing', 'windows', 'erase_after']);
  const home = writerOf('home', ['city_id', 'id', 'person_id', 'org_id', 'valid_from']);
  const office = writerOf('office', ['city_id', 'id', 'org_id', 'person_id', 'office', 'how', 'valid_from', 'valid_to']);
  const erase = addDays(today, 180);
  let count = 0;

  /** Keys in the manner 7K-40261: a digit and a letter of the unit's series, five digits of the person. */
  function nextKey(): string {
    const series = Math.floor(count / 90_000);
    return `${series % 10}${'ABCDEFGHJKLMNPQRSTUVWXYZ'[Math.floor(series / 10)]}-${String(10_000 + (count % 90_000))}`;
  }

  function addPerson(unit: MadeUnit | null, residence: Place, facts: PersonFacts = {}): MadePerson {
    const id = random.id();
    const full = facts.full ?? !random.chance(PROBATIONARY);
    const name = facts.name ?? syntheticName(random);
    const since = facts.since ?? `${random.int(2003, 2024)}-${String(random.int(1, 12)).padStart(2, '0')}-01`;
    person.add({
      city_id: cityId,
      id,
      source_key: facts.sourceKey ?? nextKey(),
      status: full ? 'full' : 'probationary',
      unit_id: unit?.id ?? null,
      residence_area_id: residence.id,
      valid_from: since,
    });
    count++;
    personName.add({ city_id: cityId, person_id: id, name, ...searchColumns(name, 'person') });
    const skills = facts.skills ?? (random.chance(0.3) ? [random.pick(SKILLS)] : []);
    for (const code of skills) skill.add({ city_id: cityId, person_id: id, code });
    if (facts.windows || random.chance(0.6)) {
      const windows = facts.windows ?? (random.chance(0.5) ? [] : WINDOWS.filter(() => random.chance(0.6)));
      wish.add({
        city_id: cityId,
        person_id: id,
        willing: facts.windows !== undefined || random.chance(0.85),
        windows,
        erase_after: erase,
      });
    }
    return { id, full, unit, residence };
  }

  function addHome(one: MadePerson, org: MadeOrg, since?: string): void {
    home.add({
      city_id: cityId,
      id: random.id(),
      person_id: one.id,
      org_id: org.id,
      valid_from: since ?? `${random.int(2008, 2024)}-0${random.int(1, 9)}-01`,
    });
  }

  function addOffice(one: MadePerson, org: MadeOrg, title: string, from: string, to = '9999-12-31', how = 'elected'): void {
    office.add({
      city_id: cityId,
      id: random.id(),
      org_id: org.id,
      person_id: one.id,
      office: title,
      how,
      valid_from: from,
      valid_to: to,
    });
  }

  const sheets: readonly Sheet[] = [person, personName, skill, wish, home, office].map((writer) => writer.sheet);
  return { addPerson, addHome, addOffice, sheets, pending: () => person.sheet.rows.length };
}

/** The collector of people. */
export type PeopleWriter = ReturnType<typeof peopleWriter>;
