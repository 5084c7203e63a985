/** What takes the focus by Tab. */
const STOPS =
  'a[href], button:not(:disabled), input:not(:disabled):not([type="hidden"]), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]';
const TEXT_FIELDS =
  'input:not(:disabled):not([type="hidden"]):not([type="checkbox"]):not([type="radio"]):not([type="file"]), select:not(:disabled), textarea:not(:disabled)';
/** Parts of a page that say by themselves what they are: the focus may rest on them. */
const PARTS =
  'section, article, form, fieldset, dialog, main, li, tr, [role="region"], [role="group"], [role="dialog"], [role="gridcell"]';
const ROWS = 'li, tr, article, section';

/** Where the control with the focus stood, from the inside out. */
interface Place {
  readonly control: HTMLElement;
  readonly around: readonly HTMLElement[];
  readonly sign: string;
}

/**
 * Nobody who works with keys may lose his place: when the control with the focus is taken away or switched off, the focus goes to the same
 * control in what came in its place, into the form that opened, back to what opened the form that closed, else to what replaced it, the next
 * row, or the nearest part around it. A page that sets the focus itself comes first. Returns what stops it.
 */
export function keepFocus(): () => void {
  let place: Place | null = null;
  let touched = false;
  let gone: { readonly node: HTMLElement | null; readonly after: Node | null; readonly before: Node | null } | null = null;
  let fresh: HTMLElement[] = [];
  let frame = 0;

  const came = (event: FocusEvent) => {
    const control = event.target;
    if (!(control instanceof HTMLElement) || control === document.body) return;
    const around: HTMLElement[] = [];
    for (let at = control.parentElement; at && at !== document.body; at = at.parentElement) around.push(at);
    place = { control, around, sign: signOf(control) };
    gone = null;
    fresh = [];
  };
  const pressed = (event: Event) => {
    touched = event instanceof PointerEvent && event.pointerType === 'touch';
    // Who presses beside everything has put the focus nowhere on purpose.
    if (event.type === 'pointerdown' && !gone && !(event.target as Element).closest?.(STOPS)) place = null;
  };
  /** A key that is still held from the press that moved the focus does not press what the focus came to. */
  const held = (event: KeyboardEvent) => {
    touched = false;
    if (event.repeat && event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('a, button'))
      event.preventDefault();
  };
  const settle = () => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (!lost || !place) return;
    const next = nextOf(place, gone, fresh, touched);
    gone = null;
    fresh = [];
    if (next) restOn(next);
  };
  const changed = (records: readonly MutationRecord[]) => {
    if (!place) return;
    const { control } = place;
    for (const { type, target, removedNodes, addedNodes, nextSibling, previousSibling } of records) {
      if (type === 'attributes') continue;
      for (const node of removedNodes)
        if (node.contains(control) && node instanceof HTMLElement) gone = { node, after: nextSibling, before: previousSibling };
      for (const node of addedNodes)
        if (node instanceof HTMLElement && (target === control.parentElement || place.around.includes(target as HTMLElement)))
          fresh.push(node);
    }
    if (control.isConnected && !control.matches(':disabled') && document.activeElement === control) {
      fresh = [];
      return;
    }
    cancelAnimationFrame(frame);
    // After the effects of the page: a page that moves the focus itself knows better.
    frame = requestAnimationFrame(() => setTimeout(settle));
  };
  const watch = new MutationObserver(changed);
  watch.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
  document.addEventListener('focusin', came, true);
  document.addEventListener('pointerdown', pressed, true);
  document.addEventListener('keydown', held, true);
  return () => {
    watch.disconnect();
    cancelAnimationFrame(frame);
    document.removeEventListener('focusin', came, true);
    document.removeEventListener('pointerdown', pressed, true);
    document.removeEventListener('keydown', held, true);
  };
}

function nextOf(
  place: Place,
  gone: { readonly node: HTMLElement | null; readonly after: Node | null; readonly before: Node | null } | null,
  added: readonly HTMLElement[],
  touched: boolean,
): HTMLElement | undefined {
  const { control } = place;
  if (control.isConnected && isShown(control) && !control.matches(':disabled')) return control;
  const around = place.around.find((one) => one.isConnected && isShown(one) && one.matches(PARTS));
  const nearest = around ?? document.querySelector<HTMLElement>('main') ?? undefined;
  if (control.isConnected) return nearest;
  const fresh = added.filter((one) => one.isConnected && isShown(one));
  const find = (selector: string) =>
    fresh
      .flatMap((one) => [...(one.matches(selector) ? [one] : []), ...one.querySelectorAll<HTMLElement>(selector)])
      .filter(isShown);
  const twin = find(`${STOPS}, :disabled`).find((one) => signOf(one) === place.sign);
  if (twin) return twin.matches(':disabled') ? (twin.closest<HTMLElement>(PARTS) ?? nearest) : twin;
  const node = gone?.node ?? control;
  const hadField = node.matches(TEXT_FIELDS) || node.querySelector(TEXT_FIELDS) !== null;
  const [field] = find(TEXT_FIELDS);
  // On a screen that is touched a field would bring up the keyboard unasked.
  if (field && !hadField && !touched) return field;
  if (hadField && !field) {
    const [opener] = find(STOPS);
    if (opener) return opener;
  }
  const [part] = find(PARTS);
  if (part) return part;
  if (node.matches(ROWS)) {
    const sibling = [gone?.after, gone?.before].find(
      (one): one is HTMLElement => one instanceof HTMLElement && one.isConnected && one.matches(ROWS) && isShown(one),
    );
    if (sibling) return sibling;
  }
  return nearest;
}

/** Puts the focus there, on something that takes none by itself for as long as it rests there. */
export function restOn(on: HTMLElement): void {
  if (!on.matches(STOPS) && !on.hasAttribute('tabindex')) {
    on.tabIndex = -1;
    on.addEventListener('blur', () => on.removeAttribute('tabindex'), { once: true });
  }
  on.focus({ preventScroll: !on.matches(STOPS) });
}

function isShown(element: HTMLElement): boolean {
  return element.checkVisibility?.() ?? element.offsetParent !== null;
}

/** By what a control is known again when its part of the page was drawn anew. */
function signOf(control: HTMLElement): string {
  const words =
    control.getAttribute('aria-label') ?? (control as Partial<HTMLInputElement>).labels?.[0]?.textContent ?? control.textContent;
  return `${control.tagName} ${(control as Partial<HTMLInputElement>).name ?? ''} ${words?.trim() ?? ''}`;
}
