type Value = unknown;
type Fields = Readonly<Record<string, Value>>;

const isFields = (value: Value): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const said = (value: Value): string => {
  if (Array.isArray(value)) return value.map(said).join(', ');
  if (isFields(value))
    return Object.entries(value)
      .map(([name, one]) => `${name} ${said(one)}`)
      .join(', ');
  return value === null || value === '' ? '–' : String(value);
};

/** Name and value of every part of a detail; what has a before and an after shows only what changed, with an arrow. */
export function detailLines(detail: Value): { readonly name: string; readonly text: string }[] {
  if (!isFields(detail)) return detail === null || detail === undefined ? [] : [{ name: '', text: said(detail) }];
  const { before, after, ...rest } = detail;
  const lines = Object.entries(rest).map(([name, value]) => ({ name, text: said(value) }));
  if (!isFields(before) && !isFields(after)) return Object.entries(detail).map(([name, value]) => ({ name, text: said(value) }));
  const [old, now] = [isFields(before) ? before : {}, isFields(after) ? after : {}];
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const [from, to] = [said(old[name] ?? null), said(now[name] ?? null)];
    if (from !== to) lines.push({ name, text: `${from} → ${to}` });
  }
  return lines;
}
