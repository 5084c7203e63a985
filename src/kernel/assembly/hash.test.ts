import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 } from './hash.ts';

test('the hash is that of the platform for every length, script and plane', () => {
  const texts = ['', 'abc', '卧龙区', 'Zoë ½ 群英 🚩', '\u{2070e}𠮷'.repeat(40)];
  for (let length = 0; length < 200; length++) texts.push('x'.repeat(length));
  texts.push('["卧龙",1]'.repeat(9999));
  for (const text of texts) expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
});
