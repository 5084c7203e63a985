import { expect, test } from 'vitest';
import { articleNumber } from './article.ts';

test('articles in Chinese numerals become numbers', () => {
  expect(['第四条', '第十条', '第十二条', '第二十条', '第三十三条'].map(articleNumber)).toEqual([4, 10, 12, 20, 33]);
  expect([articleNumber(null), articleNumber('附则')]).toEqual([null, null]);
});
