import type { Area } from './problem.ts';

/** Numbers of an area and of everything below it: from `enter` to before `leave`. */
export interface AreaSpan {
  readonly enter: number;
  readonly leave: number;
}

/** Numbers the areas along their tree (without cycles), so that "inside" is a comparison of numbers. */
export function spansOf(areas: readonly Area[]): Map<string, AreaSpan> {
  const children = new Map<string | null, string[]>();
  for (const area of areas) {
    const list = children.get(area.parent);
    if (list) list.push(area.id);
    else children.set(area.parent, [area.id]);
  }
  const spans = new Map<string, AreaSpan>();
  let next = 0;
  const walk = (id: string): void => {
    const enter = next++;
    for (const child of children.get(id) ?? []) walk(child);
    spans.set(id, { enter, leave: next });
  };
  for (const id of children.get(null) ?? []) walk(id);
  return spans;
}

/** Whether the first is the second or lies below it; false where one is unknown. */
export function within(inner: AreaSpan | null, outer: AreaSpan | null): boolean {
  return inner !== null && outer !== null && inner.enter >= outer.enter && inner.enter < outer.leave;
}
