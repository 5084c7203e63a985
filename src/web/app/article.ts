import { useTranslation } from 'react-i18next';

const DIGITS = '零一二三四五六七八九';

/** The number behind 第二十一条: 21; null where there is no article or it has another form. */
export function articleNumber(article: string | null): number | null {
  const found = /^第([零一二三四五六七八九十]+)条$/.exec(article ?? '')?.[1];
  if (found === undefined) return null;
  const [tens = '', ones = ''] = found.includes('十') ? found.split('十') : ['零', found];
  const of = (text: string, empty: number): number => (text === '' ? empty : DIGITS.indexOf(text));
  return of(tens, 1) * 10 + of(ones, 0);
}

/** An article as its reader writes it: 第二十一条, Art. 21; null stays null. */
export function useArticle(): (article: string | null) => string | null {
  const { t, i18n } = useTranslation('ui');
  return (article) => {
    const number = articleNumber(article);
    return i18n.language === 'en' && number !== null ? t('article', { number }) : article;
  };
}
