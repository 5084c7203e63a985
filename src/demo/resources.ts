import type { Random } from './random.ts';
import { type Sheet, writerOf } from './sheet.ts';

/** What two units of the tour offer beside people: each kind once at least; invented, as the units are. */
const OFFERED = [
  ['waterBureau', 'thing', '应急送水车', 3, '辆'],
  ['waterBureau', 'thing', '机关食堂', 1, '处'],
  ['waterBureau', 'right', '河道沿线临时占道审批', null, null],
  ['waterBureau', 'knowledge', '居民用水检修指导', null, null],
  ['railway', 'thing', '防护用品', 2000, '套'],
  ['railway', 'money', '防控专项经费', 200_000, '元'],
] as const;

/** The resources of the demo city; all on offer. */
export function resourceSheet(
  cityId: string,
  units: Readonly<Record<(typeof OFFERED)[number][0], { readonly id: string }>>,
  random: Random,
): Sheet {
  const writer = writerOf('resource', ['city_id', 'id', 'unit_id', 'kind', 'title', 'quantity', 'measure', 'state']);
  for (const [unit, kind, title, quantity, measure] of OFFERED)
    writer.add({ city_id: cityId, id: random.id(), unit_id: units[unit].id, kind, title, quantity, measure, state: 'offered' });
  return writer.sheet;
}
