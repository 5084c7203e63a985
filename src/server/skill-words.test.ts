import { expect, test } from 'vitest';
import { readSkillCell, skillWords } from './skill-words.ts';

const words = skillWords(
  new Map([
    ['护理', ['护理', 'Nursing']],
    ['水电', ['水电', 'Plumbing and electrics']],
    ['核酸采样', ['核酸采样', 'Swab sampling']],
    ['防汛', []],
    ['防训', []],
  ]),
);

test('a skill is known by its Chinese and English name, its pinyin and its initials', () => {
  for (const typed of ['护理', 'Nursing', 'nursing', 'huli', 'hl', ' HULI ', 'ＮＵＲＳＩＮＧ'])
    expect([typed, words.exact(typed)]).toEqual([typed, '护理']);
  expect(words.exact('Swab  sampling')).toBe('核酸采样');
  expect(words.exact('plumbing')).toBeUndefined();
});

test('what fits two skills is neither, and each is still known by its own name', () => {
  expect(words.exact('fx')).toBeUndefined();
  expect(words.exact('fangxun')).toBeUndefined();
  expect(words.exact('防训')).toBe('防训');
});

test('what names no skill is near one by sound or by letters, or near none', () => {
  expect(words.like('护里')).toBe('护理');
  expect(words.like('Nurcing')).toBe('护理');
  expect(words.like('plumbing')).toBe('水电');
  expect(words.like('采样')).toBe('核酸采样');
  expect(words.like('游泳')).toBeNull();
});

test('a cell keeps what nobody knows and writes anew only what is recognised', () => {
  expect(readSkillCell('Nursing, 游泳', words)).toBe('护理、游泳');
  expect(readSkillCell('护理,水电', words)).toBe('护理,水电');
  expect(readSkillCell('huli 、护理', words)).toBe('护理');
  expect(readSkillCell('', words)).toBe('');
});
