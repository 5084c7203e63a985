import { useEffect } from 'react';
import { restOn } from './keep-focus.ts';

/** The parts of a page that F6 goes to: the list at the side, the head, every sheet, the bar at the bottom. */
const PARTS = '.q-side, .q-head, .q-sheet, .q-bottom';

/** F6 goes to the next part of the page, Shift F6 to the one before; behind the last it belongs to the browser again. */
export function useNextPart(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return;
      const part = partFrom(document.activeElement, event.shiftKey);
      if (!part) return;
      event.preventDefault();
      restOn(part);
      part.scrollIntoView({ block: part.getBoundingClientRect().height > innerHeight / 2 ? 'start' : 'nearest' });
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** The part after (or before) the one that holds the focus; the first when the focus is before all of them. */
function partFrom(active: Element | null, back: boolean): HTMLElement | undefined {
  const within = document.querySelector('dialog:modal') ?? document.querySelector('main') ?? document.body;
  const parts = [...within.querySelectorAll<HTMLElement>(PARTS)].filter((one) => one.checkVisibility());
  const holder = parts.findLastIndex((part) => part.contains(active));
  if (holder >= 0) return parts[holder + (back ? -1 : 1)];
  const after = (part: HTMLElement) => Boolean(active && part.compareDocumentPosition(active) & Node.DOCUMENT_POSITION_PRECEDING);
  const inside = active !== document.body && active !== within && active !== null;
  if (!inside) return back ? undefined : parts[0];
  return back ? parts.findLast((part) => !after(part)) : parts.find(after);
}
