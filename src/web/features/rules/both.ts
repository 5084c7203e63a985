/** A text of a rulebook in the language of the page. */
export function inLanguage(text: { readonly 'zh-CN': string; readonly en: string }, language: string): string {
  return language === 'en' ? text.en : text['zh-CN'];
}
