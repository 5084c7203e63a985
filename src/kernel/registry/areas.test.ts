import { expect, test } from 'vitest';
import { day } from '#kernel/lib';
import { areasOfOverlay, isBelow, organizationsOfAreas, stationedByGroup, stationedUnits } from './index.ts';
import { sampleArea, sampleOrganization, sampleTaskOrganization, sampleUnit } from './sample.ts';

const asOf = day('2020-05-28');
const below = (parent: string, kind: 'community' | 'village', count: number) =>
  Array.from({ length: count }, (_, i) => sampleArea(`${parent}${i}`, kind, { parentId: parent }));

test('S-019 a subdistrict with 8 communities lists 8 organizations or blanks', () => {
  const areas = [
    sampleArea('s', 'subdistrict'),
    ...below('s', 'community', 8),
    sampleArea('building', 'building', { overlay: true, parentId: 's' }),
  ];
  const orgs = areas.slice(1, 6).map((area) => sampleOrganization(`org ${area.id}`, { areaId: area.id }));
  const task = sampleTaskOrganization('temporary', { areaId: 's7' });
  const listed = organizationsOfAreas('s', areas, [...orgs, task], asOf);
  expect(listed).toHaveLength(8);
  expect(listed.filter((one) => one.organization === null).map((one) => one.area.id)).toEqual(['s5', 's6', 's7']);
});
test('S-020 a township with 6 villages lists 6 organizations or blanks', () => {
  const areas = [sampleArea('t', 'township'), ...below('t', 'village', 6)];
  const listed = organizationsOfAreas('t', areas, [sampleOrganization('o', { areaId: 't0' })], asOf);
  expect(listed.map((one) => one.organization?.id ?? null)).toEqual(['o', null, null, null, null, null]);
});

const areas = new Map(
  [
    sampleArea('city', 'city'),
    sampleArea('district', 'district', { parentId: 'city' }),
    sampleArea('community', 'community', { parentId: 'district' }),
  ].map((one) => [one.id, one]),
);
const units = [
  sampleUnit('city bureau', 'organ', { affiliationTier: 'city', affiliationAreaId: 'city', locatedAreaId: 'community' }),
  sampleUnit('hospital', 'public-institution', { affiliationTier: 'county', locatedAreaId: 'community' }),
  sampleUnit('elsewhere', 'organ', { affiliationTier: 'city', affiliationAreaId: 'city', locatedAreaId: 'city' }),
];
test('S-030 a city unit located in a community stands in its list; affiliation and place are two fields', () => {
  const listed = stationedUnits('community', units, areas, asOf);
  expect(listed.map((unit) => unit.id)).toEqual(['city bureau', 'hospital']);
  expect(listed[0]).toMatchObject({ affiliationTier: 'city', affiliationAreaId: 'city', locatedAreaId: 'community' });
  expect(stationedUnits('district', units, areas, asOf)).toHaveLength(2);
});
test('S-031 organs, enterprises and institutions, markets are listed, with zero where there is none', () => {
  const groups = stationedByGroup(stationedUnits('community', units, areas, asOf));
  expect(groups.organs.map((unit) => unit.id)).toEqual(['city bureau']);
  expect(groups['enterprises-institutions'].map((unit) => unit.id)).toEqual(['hospital']);
  expect(groups.markets).toEqual([]);
});
test('S-022 enterprises and public institutions are separate values', () => {
  const list = [sampleUnit('firm', 'state-enterprise'), sampleUnit('hospital', 'public-institution')];
  expect(list.filter((unit) => unit.kind === 'public-institution').map((unit) => unit.id)).toEqual(['hospital']);
  expect(list.filter((unit) => unit.kind === 'state-enterprise').map((unit) => unit.id)).toEqual(['firm']);
});
test('a circle in the area tree ends the walk', () => {
  const circle = new Map(
    [sampleArea('a', 'city', { parentId: 'b' }), sampleArea('b', 'city', { parentId: 'a' })].map((one) => [one.id, one]),
  );
  expect(isBelow('a', 'z', circle)).toBe(false);
});
test('S-278 a reach over a county border is linked to both counties and changes neither', () => {
  const counties = JSON.stringify([...areas.values()]);
  const links = [
    { overlayId: 'reach', areaId: 'wolong' },
    { overlayId: 'reach', areaId: 'fangcheng' },
    { overlayId: 'other', areaId: 'x' },
  ];
  expect(areasOfOverlay('reach', links)).toEqual(['fangcheng', 'wolong']);
  expect(JSON.stringify([...areas.values()])).toBe(counties);
});
