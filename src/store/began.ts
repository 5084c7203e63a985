/** Which participations others may see. */
import { sql } from 'kysely';

/**
 * That a participation `a` in the organization `g` began. A period that was closed on its first day is empty; whoever has a note of service
 * for that day was there, everybody else declined or was called off before, and that is told to nobody but himself.
 */
export const began = sql<boolean>`(a.valid_to > a.valid_from or exists (select from service_note s
  where s.city_id = a.city_id and s.person_id = a.person_id and s.task_id = g.task_id and s.org_name = g.name and s.day_from = a.valid_from))`;
