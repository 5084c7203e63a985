import { Fragment } from 'react';

/** A translated sentence with its weighty part in `<b>…</b>`; nothing else is markup, so data can never become HTML. */
export function Rich({ text }: { readonly text: string }) {
  return text
    .split(/(<b>.*?<\/b>)/)
    .filter(Boolean)
    .map((part, at) =>
      part.startsWith('<b>') ? (
        <b key={`${at}-${part}`}>{part.slice(3, -4)}</b>
      ) : (
        <Fragment key={`${at}-${part}`}>{part}</Fragment>
      ),
    );
}
