import type { ElementHandle, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Tab stops of one page at the most: who has to press it more often does not find anything any more. */
const MOST = 600;

/** What the keyboard finds on a page, as {@link everyStop} reports it; every list is empty on a page that is whole. */
export interface KeyFindings {
  /** Visible, usable controls that neither Tab nor the arrows of a composite role reach. */
  readonly unreached: readonly string[];
  /** Things that only a mouse can press or drag. */
  readonly mouseOnly: readonly string[];
  /** Stops whose look does not change when they have the focus. */
  readonly unmarked: readonly string[];
  /** Stops that lie under a fixed bar or outside the window when they have the focus. */
  readonly hidden: readonly string[];
  /** Elements with a tabindex above 0, which would upset the order of the page. */
  readonly orderUpset: readonly string[];
  /** Whether Tab never left the page again: the last stops. */
  readonly trap: readonly string[];
}

/**
 * Tabs once through the whole page as it stands, from its beginning until the focus leaves it, and looks at every stop. A table whose cells
 * take Tab is left as it says: Esc, then Tab.
 */
export async function keyFindings(page: Page): Promise<KeyFindings & { readonly stops: number }> {
  await page.evaluate(watchStops);
  let presses = 0;
  // Several presses for each look: a look costs more than a press.
  for (let left = false; !left && presses < MOST; ) {
    for (let i = 0; i < 5; i++) await page.keyboard.press('Tab');
    presses += 5;
    const at = await page.evaluate(() => {
      const { left: out, order } = (window as unknown as { keyStops: Stops }).keyStops;
      const grid = order.at(-1)?.closest('[role="grid"]');
      return { out, inGrid: Boolean(grid) && order.at(-2)?.closest('[role="grid"]') === grid };
    });
    left = at.out;
    if (at.inGrid) await page.keyboard.press('Escape');
  }
  return page.evaluate(judgeStops);
}

/** {@link keyFindings} finds nothing wrong; returns how many stops the page has. */
export async function everyStop(page: Page): Promise<number> {
  const { stops, ...findings } = await keyFindings(page);
  expect(findings).toEqual({ unreached: [], mouseOnly: [], unmarked: [], hidden: [], orderUpset: [], trap: [] });
  return stops;
}

/** Hands that hold no mouse: every control is found by tabbing to it, and no press may leave the focus nowhere. */
export class Keys {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Presses Tab (or Shift+Tab) until the control has the focus; throws with the stops passed when it is never reached. */
  async to(control: Locator, options: { readonly back?: boolean } = {}): Promise<void> {
    let wanted = await this.handleOf(control);
    const passed: string[] = [];
    let ends = 0;
    let cells = 0;
    for (let i = 0; i <= MOST; i++) {
      const at = await wanted.evaluate((element) => {
        const active = document.activeElement;
        const nowhere = !active || active === document.body || active === document.documentElement;
        const said = nowhere ? '' : (active.getAttribute('aria-label') ?? active.textContent?.trim() ?? '');
        return {
          gone: !element.isConnected,
          hit: active === element,
          nowhere,
          inGrid: Boolean(active?.closest('[role="grid"]')),
          stop: nowhere ? '(outside the page)' : `${active.tagName.toLowerCase()} “${said.slice(0, 30)}”`,
        };
      });
      if (at.gone) {
        wanted = await this.handleOf(control);
        continue;
      }
      if (at.hit) return;
      if (at.nowhere) ends += 1;
      // Once round the page and a little: it is not there.
      if (ends > 2) break;
      passed.push(at.stop);
      cells = at.inGrid ? cells + 1 : 0;
      if (cells > 1) await this.page.keyboard.press('Escape');
      await this.page.keyboard.press(options.back ? 'Shift+Tab' : 'Tab');
    }
    throw new Error(`Tab never reached ${String(control)}; it passed ${passed.length} stops: ${passed.slice(-MOST).join(' | ')}`);
  }

  /** Tabs to the control and presses a key there; afterwards the focus stands somewhere. */
  async press(control: Locator, key = 'Enter', options: { readonly back?: boolean } = {}): Promise<void> {
    await this.to(control, options);
    // A grey button is waited for, as a person would: what was just typed makes it ready.
    const ready = () => this.page.evaluate(() => !document.activeElement?.matches(':disabled, [aria-disabled="true"]'));
    await expect.poll(ready, { timeout: 15_000 }).toBe(true);
    await this.page.keyboard.press(key);
    await this.stands();
  }

  /** Tabs to a field and writes in the place of what stands there. */
  async write(field: Locator, text: string): Promise<void> {
    await this.to(field);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /** Tabs to a list and goes down (or up) until the option with these words is chosen. */
  async choose(list: Locator, option: string | RegExp): Promise<void> {
    await this.to(list);
    const chosen = () => list.evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.textContent ?? '');
    const fits = (text: string) => (typeof option === 'string' ? text === option : option.test(text));
    await this.page.keyboard.press('Home');
    const passed: string[] = [];
    for (let i = 0; i < 200; i++) {
      const text = await chosen();
      if (fits(text)) return;
      if (passed.at(-1) === text) break;
      passed.push(text);
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error(`the arrows never came to ${String(option)}; they passed ${passed.join(', ')}`);
  }

  /** Tabs to a group of radio buttons and walks with the arrows until the wanted one is chosen. */
  async radio(wanted: Locator): Promise<void> {
    const group = await wanted.getAttribute('name');
    const any = this.page.locator(`input[type="radio"][name="${group}"]`);
    const stop = any.and(this.page.locator(':checked'));
    await this.to((await stop.count()) > 0 ? stop : any.first());
    for (let i = 0; i < 40 && !(await wanted.isChecked()); i++) await this.page.keyboard.press('ArrowDown');
    expect(await wanted.isChecked()).toBe(true);
    await this.stands();
  }

  /** Tabs to a tree and walks down to the row; the row is then the one that keys act on. */
  async row(tree: Locator, row: Locator): Promise<void> {
    await this.to(tree);
    await this.page.keyboard.press('Home');
    const wanted = await row.getAttribute('id');
    for (let i = 0; i < MOST; i++) {
      if ((await tree.getAttribute('aria-activedescendant')) === wanted) return;
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error(`the arrows never reached ${String(row)}`);
  }

  /** The focus is on something of the page: an action that removes or switches off its own control must not lose it. */
  async stands(): Promise<void> {
    await expect
      .poll(() => this.page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body), {
        timeout: 5_000,
        message: 'the focus is nowhere',
      })
      .toBe(true);
  }

  /** The focus has come to the control by itself. */
  async isAt(control: Locator): Promise<void> {
    await expect.poll(() => control.evaluate((element) => element === document.activeElement), { timeout: 5_000 }).toBe(true);
  }

  private async handleOf(control: Locator): Promise<ElementHandle<HTMLElement | SVGElement>> {
    await control.waitFor({ state: 'attached' });
    return (await control.elementHandle())!;
  }
}

interface Stops {
  readonly seen: Set<Element>;
  readonly order: Element[];
  readonly unmarked: Set<Element>;
  readonly hidden: Set<Element>;
  left: boolean;
}

/** In the page: begins at its top and notes every stop with its look. */
function watchStops(): void {
  const stops: Stops = { seen: new Set(), order: [], unmarked: new Set(), hidden: new Set(), left: false };
  const holder = window as unknown as { keyStops: Stops; keyStopsOff?: () => void };
  holder.keyStopsOff?.();
  holder.keyStops = stops;
  const look = (element: Element) => {
    const style = getComputedStyle(element);
    const outline =
      style.outlineStyle !== 'none' && style.outlineWidth !== '0px' ? `${style.outlineWidth} ${style.outlineColor}` : '';
    return `${outline} / ${style.boxShadow}`;
  };
  // The mark may stand on the control, on what is drawn in its place beside it, or around both.
  const places = (element: Element) => {
    const around: Element[] = [element];
    for (let at = element.parentElement, i = 0; at && i < 4; at = at.parentElement, i++) around.push(at);
    if (element.nextElementSibling) around.push(element.nextElementSibling);
    const active = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
    if (active) around.push(active);
    return around;
  };
  let before: { readonly element: Element; readonly looks: readonly (readonly [Element, string])[] } | null = null;
  const compare = () => {
    if (!before) return;
    const changed = before.looks.some(([place, was]) => !place.isConnected || look(place) !== was);
    if (!changed) stops.unmarked.add(before.element);
    before = null;
  };
  const came = (event: FocusEvent) => {
    const element = event.target as Element;
    compare();
    before = { element, looks: places(element).map((place) => [place, look(place)] as const) };
    if (stops.seen.has(element)) stops.left = true;
    stops.seen.add(element);
    stops.order.push(element);
    const box = (element.closest('label') ?? element).getBoundingClientRect();
    const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
    const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
    // Of a part taller than the window something must be seen, of a control its middle.
    const seen = [0.5, 0.1, 0.9].some((share) => {
      const at = document.elementFromPoint(left + (right - left) / 2, top + (bottom - top) * share);
      return at !== null && (at.contains(element) || element.contains(at) || element.closest('label')?.contains(at) === true);
    });
    if (left >= right || top >= bottom || !seen) stops.hidden.add(element);
  };
  const gone = (event: FocusEvent) => {
    // Nothing takes the focus next: it has left the page.
    if (event.relatedTarget === null && stops.order.length > 0) {
      stops.left = true;
      queueMicrotask(compare);
    }
  };
  document.addEventListener('focusin', came, true);
  document.addEventListener('focusout', gone, true);
  holder.keyStopsOff = () => {
    document.removeEventListener('focusin', came, true);
    document.removeEventListener('focusout', gone, true);
  };
  (document.activeElement as HTMLElement | null)?.blur?.();
  scrollTo(0, 0);
  // The walk begins above everything, wherever the last action was.
  const start = document.createElement('span');
  start.tabIndex = -1;
  document.body.prepend(start);
  holder.keyStopsOff();
  start.focus();
  document.addEventListener('focusin', came, true);
  setTimeout(() => document.addEventListener('focusout', gone, true));
  addEventListener('keyup', () => start.remove(), { once: true });
}

/** In the page: what of the visible controls was never reached, and which stops are wrong. */
function judgeStops(): KeyFindings & { readonly stops: number } {
  const holder = window as unknown as { keyStops: Stops; keyStopsOff: () => void };
  const { keyStops: stops } = holder;
  holder.keyStopsOff();
  const CONTROLS =
    'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="button"], [role="link"], [role="checkbox"], [role="tab"], [tabindex="0"]';
  const COMPOSITE =
    '[role="grid"], [role="tree"], [role="treegrid"], [role="listbox"], [role="menu"], [role="tablist"], [role="radiogroup"]';
  const name = (element: Element) => {
    const said =
      element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent ?? '';
    return `${element.tagName.toLowerCase()}${[...element.classList].map((one) => `.${one}`).join('')} “${said.trim().slice(0, 40)}”`;
  };
  const shown = (element: Element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const modal = document.querySelector('dialog:modal');
  const off = (element: Element) =>
    element.matches(':disabled') || element.closest('[inert]') !== null || (modal !== null && !modal.contains(element));
  const reached = (element: Element) => {
    if (stops.seen.has(element)) return true;
    if (element instanceof HTMLInputElement && element.type === 'radio')
      return [...stops.seen].some(
        (one) =>
          one instanceof HTMLInputElement && one.type === 'radio' && one.name === element.name && one.form === element.form,
      );
    const composite = element.closest(COMPOSITE);
    return composite !== null && [...stops.seen].some((one) => composite.contains(one));
  };
  const all = [...document.querySelectorAll(CONTROLS)];
  const unreached = all.filter((element) => shown(element) && !off(element) && !reached(element)).map(name);
  const pressable = (element: Element) =>
    element.closest(`${CONTROLS}, label, ${COMPOSITE}, [role="img"], [aria-hidden="true"]`) !== null;
  const mouseOnly = [...document.body.querySelectorAll('*')]
    .filter((element) => {
      if (!shown(element) || off(element)) return false;
      // What is dragged may have a list in it that keys choose the place from.
      if ((element as HTMLElement).draggable && !element.matches('img, a[href]'))
        return !stops.seen.has(element) && !pressable(element) && ![...element.querySelectorAll('select')].some(reached);
      const style = getComputedStyle(element).cursor;
      const above = element.parentElement && getComputedStyle(element.parentElement).cursor;
      return style === 'pointer' && above !== 'pointer' && !pressable(element);
    })
    .map(name);
  return {
    unreached,
    mouseOnly,
    unmarked: [...stops.unmarked].filter((element) => element.isConnected).map(name),
    hidden: [...stops.hidden].filter((element) => element.isConnected).map(name),
    orderUpset: [...document.querySelectorAll<HTMLElement>('[tabindex]')].filter((element) => element.tabIndex > 0).map(name),
    trap: stops.left ? [] : stops.order.slice(-5).map(name),
    stops: stops.seen.size,
  };
}
