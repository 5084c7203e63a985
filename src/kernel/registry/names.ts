import { pinyin } from 'pinyin-pro';

/** Search columns of one name: lower-case letters without tone, digits kept, nothing else. */
export interface SearchColumns {
  /** All single characters and all pairs of neighbours, lower-cased, each once, in order of appearance. */
  readonly grams: readonly string[];
  /** Syllables run together, for example `shanxiongxin`. */
  readonly pinyin: string;
  /** First letters, for example `sxx`. */
  readonly initials: string;
}

/** Readings by word; the longest word that fits at a position wins. Values are syllables separated by spaces. */
export type Readings = Readonly<Record<string, string>>;

/** Surnames whose reading differs from the common one of the character; used at the head of personal names only. */
export const SURNAME_READINGS: Readings = {
  单: 'shan',
  查: 'zha',
  解: 'xie',
  仇: 'qiu',
  曾: 'zeng',
  任: 'ren',
  区: 'ou',
  朴: 'piao',
  盖: 'ge',
  华: 'hua',
  尉: 'wei',
  尉迟: 'yu chi',
  长孙: 'zhang sun',
  万俟: 'mo qi',
  令狐: 'ling hu',
  澹台: 'tan tai',
  折: 'she',
  员: 'yun',
  种: 'chong',
  重: 'chong',
  缪: 'miao',
  翟: 'zhai',
  宓: 'mi',
  冼: 'xian',
  逄: 'pang',
  逯: 'lu',
  召: 'shao',
  乐: 'yue',
  覃: 'qin',
  谌: 'chen',
  晁: 'chao',
  牟: 'mou',
  祭: 'zhai',
  纪: 'ji',
  能: 'nai',
  隗: 'wei',
  黑: 'he',
  占: 'zhan',
  句: 'gou',
  阚: 'kan',
  燕: 'yan',
  应: 'ying',
  宁: 'ning',
  过: 'guo',
  葛: 'ge',
  那: 'na',
  哈: 'ha',
  车: 'che',
  卜: 'bu',
  秘: 'bi',
  繁: 'po',
  臧: 'zang',
};

/** Places whose reading the dictionary gets wrong or leaves open; longest match first. */
export const PLACE_READINGS: Readings = {
  冢: 'zhong',
  汉冢: 'han zhong',
  七里园: 'qi li yuan',
  溧河: 'li he',
  潦河: 'liao he',
  淅川: 'xi chuan',
  浚县: 'xun xian',
  泌阳: 'bi yang',
  漯河: 'luo he',
  郏县: 'jia xian',
  柘城: 'zhe cheng',
  长垣: 'chang yuan',
  中牟: 'zhong mu',
  武陟: 'wu zhi',
  荥阳: 'xing yang',
  获嘉: 'huo jia',
  乐山: 'le shan',
  五里堡: 'wu li pu',
  十里堡: 'shi li pu',
  埠: 'bu',
};

/**
 * Search columns of a personal name or of a place or organization. Deterministic; the reading of a surname in {@link SURNAME_READINGS}
 * and of words in `overrides` comes before the dictionary of pinyin-pro.
 * @param kind `person` reads the head as a surname, `place` uses {@link PLACE_READINGS}
 * @param overrides further readings of the city, which come first
 */
export function searchColumns(name: string, kind: 'person' | 'place', overrides: Readings = {}): SearchColumns {
  const text = name.normalize('NFKC').toLowerCase().trim();
  const syllables = kind === 'person' ? readPerson(text, overrides) : readPlace(text, overrides);
  return {
    grams: grams(text),
    pinyin: syllables.join(''),
    initials: syllables.map((one) => (/^[0-9]+$/.test(one) ? one : one.slice(0, 1))).join(''),
  };
}

function readPerson(text: string, overrides: Readings): readonly string[] {
  const chars = [...text];
  const reading = (word: string): string | undefined => {
    if (Object.hasOwn(overrides, word)) return overrides[word];
    return Object.hasOwn(SURNAME_READINGS, word) ? SURNAME_READINGS[word] : undefined;
  };
  const whole = Object.hasOwn(overrides, text) ? overrides[text] : undefined;
  if (whole !== undefined) return whole.split(' ');
  for (const length of [2, 1]) {
    const head = chars.length > length ? reading(chars.slice(0, length).join('')) : undefined;
    if (head !== undefined) return [...head.split(' '), ...read(chars.slice(length).join(''))];
  }
  return read(text);
}

const longestFirst = (readings: Readings): [string, string][] =>
  Object.entries(readings)
    .filter(([word]) => word !== '')
    .sort((a, b) => b[0].length - a[0].length);

const PLACE_WORDS = longestFirst(PLACE_READINGS);

function readPlace(text: string, overrides: Readings): string[] {
  const own = Object.keys(overrides).length > 0;
  const words = own ? longestFirst({ ...PLACE_READINGS, ...overrides }) : PLACE_WORDS;
  const syllables: string[] = [];
  let rest = '';
  for (let i = 0; i < text.length; ) {
    const hit = words.find(([word]) => text.startsWith(word, i));
    if (hit) {
      syllables.push(...read(rest), ...hit[1].split(' '));
      rest = '';
      i += hit[0].length;
    } else {
      rest += text[i];
      i += 1;
    }
  }
  return [...syllables, ...read(rest)];
}

/** Readings already asked for: given names and parts of place names come again and again, and the dictionary takes 40 µs a name. */
const known = new Map<string, readonly string[]>();
const KEPT = 20_000;

function read(text: string): readonly string[] {
  if (text === '') return [];
  const found = known.get(text);
  if (found) return found;
  const syllables = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    .map((one) =>
      one
        .toLowerCase()
        .replaceAll('ü', 'v')
        .replace(/[^a-z0-9]/g, ''),
    )
    .filter((one) => one !== '');
  if (known.size >= KEPT) known.clear();
  known.set(text, syllables);
  return syllables;
}

function grams(text: string): string[] {
  const found = new Set<string>();
  for (const word of text.split(/[^\p{L}\p{N}]+/u)) {
    const chars = [...word];
    for (const [i, char] of chars.entries()) {
      found.add(char);
      const next = chars[i + 1];
      if (next !== undefined) found.add(char + next);
    }
  }
  return [...found];
}

/** Surnames of two characters that stay whole when a name is masked. */
const COMPOUND = [
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '尉迟',
  '长孙',
  '万俟',
  '令狐',
  '澹台',
  '皇甫',
  '夏侯',
  '东方',
  '公孙',
  '慕容',
  '司徒',
  '端木',
  '南宫',
  '宇文',
];

/** The masked name: surname and two asterisks whatever the length, so that nothing about the given name remains (张**). */
export function maskName(name: string): string {
  const text = name.trim();
  if (text === '') return '**';
  const compound = COMPOUND.find((one) => text.startsWith(one) && [...text].length > 2);
  return `${compound ?? [...text][0]}**`;
}
