import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Texts whose contrast this file has found good, by {@link ofContrast}. */
const good = new Set<number>();

/**
 * No violation of axe (WCAG 2 A and AA and its best practices) on the page as it stands; the page has no frames. All rules look at
 * all elements but one: contrast is not measured again for a text that stands like one found good before (the same colours, type and
 * classes on it and on everything around it), which would be most of the time of a table.
 */
export async function axeClean(page: Page): Promise<void> {
  expect(page.frames()).toHaveLength(1);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const looked = await page.evaluate(ofContrast, [...good]);
  // The rules that run by default need no style sheets or media loaded once more.
  const options: RunOptions = { resultTypes: ['violations'], preload: false };
  const violations = await page.evaluate(async (given) => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: RunOptions): Promise<AxeResults>; configure(spec: unknown): void };
    };
    axe.configure({ noHtml: true, rules: [{ id: 'color-contrast', selector: ':not([data-contrast-known])' }] });
    const found = await axe.run(given);
    for (const one of document.querySelectorAll('[data-contrast-known]')) one.removeAttribute('data-contrast-known');
    return found.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      at: nodes.slice(0, 5).map((node) => node.target.join(' ')),
    }));
  }, options);
  expect(violations, page.url()).toEqual([]);
  for (const one of looked) good.add(one);
}

/** In the page: marks the elements that stand like one of `known`; returns what all others stand like, each as a number. */
function ofContrast(known: readonly number[]): number[] {
  const before = new Set(known);
  const fresh = new Set<number>();
  const STYLES = [
    ...['color', 'background-color', 'background-image', 'opacity', 'font-size', 'font-weight', 'text-shadow', 'visibility'],
    ...['position', 'filter', 'mix-blend-mode', 'display'],
  ];
  const number = (text: string, seed: number) => {
    let [a, b] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ (seed / 0x1_0000_0000)];
    for (let i = 0; i < text.length; i++) {
      a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
      b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return 4294967296 * (2097151 & b) + (a >>> 0);
  };
  /** How much there is to read of its own: a single sign is judged in another way than words, and nothing not at all. */
  const said = (element: Element) => {
    const text = [...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.nodeValue : '')).join('');
    const field = element as HTMLInputElement;
    const words = `${text} ${field.value ?? ''} ${field.placeholder ?? ''}`.trim();
    return `${Math.min(2, words.length)} ${/[\p{L}\p{N}]/u.test(words)}`;
  };
  interface Box {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  }
  const lookAt = (element: Element, clip: Box) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const own = [
      element.tagName,
      element.getAttribute('class'),
      element.getAttribute('style'),
      element.matches(':disabled, [aria-disabled="true"]'),
      said(element),
      element.checkVisibility(),
      // What a list hides by scrolling is not measured.
      box.left < clip.right && box.right > clip.left && box.top < clip.bottom && box.bottom > clip.top,
      ...STYLES.map((name) => style.getPropertyValue(name)),
    ].join('|');
    const cuts = style.overflowX !== 'visible' || style.overflowY !== 'visible';
    const within = {
      left: Math.max(clip.left, box.left),
      top: Math.max(clip.top, box.top),
      right: Math.min(clip.right, box.right),
      bottom: Math.min(clip.bottom, box.bottom),
    };
    const isRoot = element === document.documentElement || element === document.body;
    return { element, own, apart: !/^(static|relative)$/.test(style.position), clip: cuts && !isRoot ? within : clip };
  };
  const visit = ({ element, own, clip }: ReturnType<typeof lookAt>, around: number) => {
    const inside = [...element.children].map((child) => lookAt(child, clip));
    // What is drawn apart from the flow may lie under the text beside it.
    const apart = inside.filter((one) => one.apart).map((one) => one.own);
    const mark = number([own, ...apart].join('\n'), around);
    if (before.has(mark)) element.setAttribute('data-contrast-known', '');
    else fresh.add(mark);
    for (const one of inside) visit(one, mark);
  };
  const everywhere = { left: -1e9, top: -1e9, right: 1e9, bottom: 1e9 };
  visit(lookAt(document.documentElement, everywhere), 0);
  return [...fresh];
}
