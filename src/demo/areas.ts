import { searchColumns } from '#kernel/registry';
import { cellOf, type Point, shrink, spread } from './cells.ts';
import type { Random } from './random.ts';
import { writerOf } from './sheet.ts';

/** `areas/nanyang.json`: codes of the National Bureau of Statistics, 2023. */
export interface AreaSource {
  readonly source: string;
  readonly areas: readonly CodedName[];
  readonly streets: readonly CodedName[];
  readonly villages: readonly CodedName[];
}
interface CodedName {
  readonly code: string;
  readonly name: string;
}

/** `areas/map.json`: seeds and a hand-drawn outline; never a real border. */
export interface MapSource {
  readonly seeds: readonly { readonly code: string; readonly lon: number; readonly lat: number }[];
  readonly outline: readonly (readonly number[])[];
}

/** An area as the other generators need it. */
export interface Place {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly path: string;
  readonly point: Point;
  readonly children: Place[];
}

/** The scheme under which the statistical codes are stored. */
export const CODE_SCHEME = 'nbs';
/** First day on which the codes of the source hold (its cut-off date). */
export const CODES_FROM = '2023-06-30';

/** The everyday name of a village or community: 文化社区居民委员会 -> 文化社区, 罗庄村民委员会 -> 罗庄村. */
export function shortName(name: string): string {
  const village = /^(.+?)村?(村民委员会会?|村民员委会|村员委员会|村委会)$/.exec(name);
  if (village) return `${village[1]}村`;
  return name.replace(/(居民委员会|居民委会|居委会)$/, '');
}

function kindOf(code: string, name: string): string {
  if (code.length === 6) {
    if (/区$/.test(name)) return Number(code.slice(4)) >= 70 ? 'zone' : 'district';
    return /市$/.test(name) ? 'county-city' : 'county';
  }
  if (code.length === 9) {
    if (/街道$/.test(name)) return 'subdistrict';
    if (/镇$/.test(name)) return 'town';
    return /乡$/.test(name) ? 'township' : 'statistical';
  }
  return /村/.test(name) && !/(居民委员会|居民委会|居委会|社区)$/.test(name) ? 'village' : 'community';
}

/**
 * The area tree with every place inside the schematic cell of what it lies in: counties at the seeds of the map, subdistricts within
 * six kilometres of the seat, all other points drawn by seed and marked synthetic.
 */
export function buildAreas(cityId: string, source: AreaSource, map: MapSource, random: Random) {
  const area = writerOf('area', [
    'city_id',
    'id',
    'kind',
    'overlay',
    'parent_id',
    'path',
    'name',
    'grams',
    'pinyin',
    'initials',
    'lat',
    'lon',
    'point_origin',
    'valid_from',
  ]);
  const areaCode = writerOf('area_code', ['city_id', 'area_id', 'scheme', 'code', 'valid_from']);
  const outline = map.outline.map(([x, y]): Point => [x!, y!]);

  function place(code: string, name: string, kind: string, parent: Place | null, point: Point): Place {
    const id = random.id();
    const made: Place = { id, code, name, kind, path: `${parent?.path ?? '/'}${id}/`, point, children: [] };
    parent?.children.push(made);
    area.add({
      city_id: cityId,
      id,
      kind,
      overlay: false,
      parent_id: parent?.id ?? null,
      path: made.path,
      name,
      ...searchColumns(name, 'place'),
      lat: point[1],
      lon: point[0],
      point_origin: 'synthetic',
      valid_from: '1900-01-01',
    });
    areaCode.add({ city_id: cityId, area_id: id, scheme: CODE_SCHEME, code, valid_from: CODES_FROM });
    return made;
  }

  const byPrefix = (list: readonly CodedName[], length: number): Map<string, CodedName[]> => {
    const groups = new Map<string, CodedName[]>();
    for (const item of list) {
      const key = item.code.slice(0, length);
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
    return groups;
  };
  const [streets, villages] = [byPrefix(source.streets, 6), byPrefix(source.villages, 9)];
  const seeds = new Map(map.seeds.map((seed) => [seed.code, [seed.lon, seed.lat] as Point]));
  const root = place('411300', '南阳市', 'city', null, [112.53, 32.99]);
  for (const county of source.areas) {
    const seat = seeds.get(county.code) ?? root.point;
    const cell = cellOf(seat, [...seeds.values()], outline);
    const countyPlace = place(county.code, county.name, kindOf(county.code, county.name), root, seat);
    const below = streets.get(county.code) ?? [];
    const isUrban = (item: CodedName): boolean => kindOf(item.code, item.name) === 'subdistrict';
    const urban = spread(below.filter(isUrban).length, shrink(cell, seat, 6), random);
    const rural = spread(below.filter((item) => !isUrban(item)).length, cell, random);
    const points = below.map((item) => (isUrban(item) ? urban : rural).shift()!);
    below.forEach((street, i) => {
      const point = points[i]!;
      const streetPlace = place(street.code, street.name, kindOf(street.code, street.name), countyPlace, point);
      const inner = cellOf(point, points, cell);
      const members = villages.get(street.code) ?? [];
      const spots = spread(members.length, isUrban(street) ? shrink(inner, point, 2.5) : inner, random);
      members.forEach((village, k) => {
        place(village.code, shortName(village.name), kindOf(village.code, village.name), streetPlace, spots[k]!);
      });
    });
  }

  /** An overlay place (gate, building) inside one community, linked to it; its path continues the community's for scope. */
  const areaLink = writerOf('area_link', ['city_id', 'overlay_id', 'area_id']);
  function overlay(kind: string, name: string, inside: Place): Place {
    const id = random.id();
    const point: Point = [
      Math.round((inside.point[0] + (random.next() - 0.5) * 0.006) * 1e5) / 1e5,
      Math.round((inside.point[1] + (random.next() - 0.5) * 0.006) * 1e5) / 1e5,
    ];
    const path = `${inside.path}${id}/`;
    area.add({
      city_id: cityId,
      id,
      kind,
      overlay: true,
      parent_id: null,
      path,
      name,
      ...searchColumns(name, 'place'),
      lat: point[1],
      lon: point[0],
      point_origin: 'synthetic',
      valid_from: '2026-01-01',
    });
    areaLink.add({ city_id: cityId, overlay_id: id, area_id: inside.id });
    return { id, code: '', name, kind, path, point, children: [] };
  }
  return { root, overlay, sheets: [area.sheet, areaCode.sheet, areaLink.sheet] };
}
