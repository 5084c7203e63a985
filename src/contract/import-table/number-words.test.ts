import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberFromWords } from './number-words.ts';

test('numbers written out are read, anything else is not guessed at', () => {
  const written = { 三: 3, 两: 2, 十: 10, 十二: 12, 二十: 20, 三十五人: 35, 一百零五: 105, 二百: 200, 三个: 3, three: 3 };
  for (const [text, value] of Object.entries({ ...written, 'twenty-one': 21, 'Forty two': 42, 'twelve people': 12 }))
    expect([text, numberFromWords(text)]).toEqual([text, value]);
  for (const text of ['', '人', '三五', '汉画', '好十', 'three3', 'one two', 'twenty zero', 'some'])
    expect([text, numberFromWords(text)]).toEqual([text, null]);
});

test('every number to 199 that is written in Chinese comes back', () => {
  const digits = '零一二三四五六七八九';
  const below = (n: number): string =>
    n < 10 ? digits[n]! : `${n >= 20 ? digits[Math.floor(n / 10)] : ''}十${n % 10 ? digits[n % 10] : ''}`;
  const word = (n: number): string =>
    n < 100
      ? below(n)
      : `一百${n % 100 === 0 ? '' : n % 100 < 10 ? `零${below(n % 100)}` : `${n < 120 ? '一' : ''}${below(n % 100)}`}`;
  fc.assert(fc.property(fc.integer({ min: 0, max: 199 }), (n) => numberFromWords(word(n)) === n));
});
