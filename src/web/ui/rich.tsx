import { createElement, Fragment } from 'react';

/** A translated sentence with its weighty part in `<b>…</b>`; nothing else is markup, so data can never become HTML. */
export function Rich({ text }: { readonly text: string }) {
  const parts = text.split(/<b>(.*?)<\/b>/);
  // Every second part of the split stood inside the brackets.
  return createElement(Fragment, null, ...parts.map((part, at) => (at % 2 ? createElement('b', null, part) : part)));
}
