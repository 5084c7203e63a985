import type { ReactNode } from 'react';
import { join } from './join.ts';
import './plain-table.css';
import './stack.css';

/** Sheets one below the other with the usual space; `narrow` for pages that are only a form. */
export function Stack({ children, narrow }: { readonly children: ReactNode; readonly narrow?: boolean | undefined }) {
  return <div className={join('q-stack', narrow && 'q-stack-narrow')}>{children}</div>;
}

/** A table that may be wider than the window: it scrolls by itself, with the keyboard too. */
export function WideTable({ className, children }: { readonly className?: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard (WCAG 2.1.1)
    <div className="q-scroll" tabIndex={0}>
      <table className={join('q-table', className)}>{children}</table>
    </div>
  );
}
