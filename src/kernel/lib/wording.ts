/** A number as people read it: thousands comma from 1,000, the same in every text and table; at most two decimals. */
export function formatNumber(value: number): string {
  return NUMBERS.format(value);
}

const NUMBERS = new Intl.NumberFormat('en', { useGrouping: true, maximumFractionDigits: 2 });

/**
 * One place of a text: its value as the format behind the comma says. `number` puts the thousands comma; `person|people` says the
 * number with the word that goes with it (“1 person”, “12,754 people”), so that a text with several counts needs no plural of its own;
 * a number that comes ready as text keeps its form. Any other format, and any other value, gives undefined.
 */
export function formatPlace(value: unknown, format: string | undefined): string | undefined {
  if (format === 'number') return typeof value === 'number' ? formatNumber(value) : undefined;
  const [one, many] = format?.split('|') ?? [];
  if (one === undefined || many === undefined || (typeof value !== 'number' && typeof value !== 'string')) return undefined;
  return `${typeof value === 'number' ? formatNumber(value) : value} ${String(value) === '1' ? one : many}`;
}

/** Fills the `{{name}}` and `{{name, format}}` places of a text; `plain` says a value that has no format of its own, and one that is missing. */
export function fillPlaces(
  text: string,
  params: Readonly<Record<string, unknown>>,
  plain: (value: unknown, place: string) => string,
): string {
  return text.replaceAll(/\{\{\s*([\w-]+)\s*(?:,\s*([^}]*?)\s*)?\}\}/g, (place, name: string, format?: string) => {
    const value = params[name];
    return formatPlace(value, format) ?? plain(value, place);
  });
}
