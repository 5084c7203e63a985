/** A text of a rulebook in the language of the page. */
export function inLanguage(text: { readonly 'zh-CN': string; readonly en: string }, language: string): string {
  return language === 'en' ? text.en : text['zh-CN'];
}

const DIGITS = '零一二三四五六七八九';

/** 第二十一条 for Chinese readers, its number for others: `21`; null when there is no article. */
export function articleNumber(article: string | null): number | null {
  const found = /^第([零一二三四五六七八九十]+)条$/.exec(article ?? '')?.[1];
  if (found === undefined) return null;
  const [tens = '', ones = ''] = found.includes('十') ? found.split('十') : ['零', found];
  const of = (text: string, empty: number): number => (text === '' ? empty : DIGITS.indexOf(text));
  return of(tens, 1) * 10 + of(ones, 0);
}
