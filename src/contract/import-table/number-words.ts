const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  壹: 1,
  二: 2,
  两: 2,
  俩: 2,
  贰: 2,
  三: 3,
  仨: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
};
const ENGLISH =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** The whole number from 0 to 999 that is written out in Chinese or English (`三`, `十二`, `一百零五`, `twenty-one`), a counting word behind it or not; null when it is none. */
export function numberFromWords(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/\s*(人|名|个人?|位|people|persons?)$/, '');
  return chinese(plain) ?? english(plain);
}

function chinese(text: string): number | null {
  const match = /^(?:(.)[百佰])?零?(?:(.)?([十拾]))?(.)?$/u.exec(text);
  if (!match || text === '') return null;
  const [, hundreds, tens, ten, ones] = match;
  const digit = (one: string | undefined, otherwise: number) => (one === undefined ? otherwise : (DIGITS[one] ?? Number.NaN));
  const value = digit(hundreds, 0) * 100 + (ten === undefined ? 0 : digit(tens, 1) * 10) + digit(ones, 0);
  return Number.isNaN(value) ? null : value;
}

function english(text: string): number | null {
  const [first = '', second, ...rest] = text.split(/[\s-]+/);
  if (rest.length > 0) return null;
  const small = ENGLISH.indexOf(first);
  if (small >= 0) return second === undefined ? small : null;
  const tens = TENS.indexOf(first);
  if (tens < 0) return null;
  const ones = second === undefined ? 0 : ENGLISH.indexOf(second);
  return ones < 0 || ones > 9 || second === 'zero' ? null : (tens + 2) * 10 + ones;
}
