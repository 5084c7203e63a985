import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countByForm, drawChain } from '../formation/index.ts';
import { checkExamples, type Pack, parsePack, syntheticPlaces } from './index.ts';

const packs = resolve(import.meta.dirname, '../../../packs');

function filesOf(pack: string): Map<string, unknown> {
  const root = join(packs, pack);
  const files = new Map<string, unknown>();
  for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.json')) files.set(path.replaceAll('\\', '/'), JSON.parse(readFileSync(join(root, path), 'utf8')));
  }
  return files;
}

function pack(): Pack {
  const parsed = parsePack('epidemic-control', filesOf('epidemic-control'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues, null, 1));
  return parsed.value;
}

describe('packs/epidemic-control', () => {
  test('it parses and its examples hold', () => {
    expect(checkExamples(pack())).toEqual([]);
  });

  test('S-174 one district, 4 subdistricts, 20 communities, 120 checkpoints give 1 committee, 4 general branches, 20 branches, 120 groups, 145 in all', () => {
    const one = pack();
    const { places, gates } = syntheticPlaces(
      { districts: 1, streetsPerDistrict: 4, communitiesPerStreet: 5, gatesPerCommunity: 6 },
      'gate',
    );
    const { nodes, issues } = drawChain(one.pattern, places, gates);
    expect(issues).toEqual([]);
    expect(countByForm(nodes)).toEqual({ committee: 1, 'general-branch': 4, branch: 20, group: 120 });
    expect(nodes).toHaveLength(145);
    const children = (key: string) => nodes.filter((node) => node.parentKey === key).length;
    const by = (form: string) => nodes.filter((node) => node.form === form).map((node) => children(node.key));
    expect(by('committee')).toEqual([4]);
    expect(by('general-branch')).toEqual([5, 5, 5, 5]);
    expect(by('branch')).toEqual(Array(20).fill(6));
  });

  test('a planted error is found with file and key, all at once', () => {
    const files = filesOf('epidemic-control');
    const broken = new Map(files);
    broken.set('chain/street.json', {
      ...(files.get('chain/street.json') as object),
      parent: 'nowhere',
      per: 'place:bridge',
      colour: 'red',
    });
    broken.set(
      'text/en.json',
      Object.fromEntries(Object.entries(files.get('text/en.json') as object).filter(([key]) => key !== 'charter')),
    );
    broken.delete('text/zh-CN.json');
    broken.set('items/x.json', {});
    const parsed = parsePack('epidemic-control', broken);
    expect(parsed.ok).toBe(false);
    const codes = parsed.ok ? [] : parsed.issues.map((issue) => issue.code);
    expect(codes).toContain('field-unknown');
    expect(codes).toContain('pack-unknown-file');
    expect(codes).toContain('pack-text-missing');
    expect(codes).toContain('pack-file-missing');
    const second = new Map(files);
    second.set('chain/street.json', { ...(files.get('chain/street.json') as object), parent: 'nowhere', per: 'place:bridge' });
    const again = parsePack('epidemic-control', second);
    expect(again.ok ? [] : again.issues.map((issue) => issue.code)).toEqual(['pack-unknown-reference', 'pack-unknown-reference']);
  });
});
