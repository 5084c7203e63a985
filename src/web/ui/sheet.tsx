import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { join } from './join.ts';
import './sheet.css';

export interface SheetProps {
  readonly title?: ReactNode;
  /** Second ink after the title: counts, a date. */
  readonly note?: ReactNode;
  /** Right end of the head: a link or a small button. */
  readonly aside?: ReactNode;
  /** A row at the bottom, ruled off. */
  readonly foot?: ReactNode;
  /** No padding around the body: for rows and tables that reach the edge. */
  readonly flush?: boolean | undefined;
  readonly className?: string | undefined;
  /** It may hold the focus itself: something else opened it. */
  readonly opened?: boolean | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
  readonly children?: ReactNode;
}

/** A white sheet on the desk: hairline border, no shadow. With a title it is a named region. */
export function Sheet({ title, note, aside, foot, flush, className, opened, onKeyDown, children }: SheetProps) {
  const id = useId();
  return (
    <section
      className={join('q-sheet', flush && 'q-sheet-flush', className)}
      aria-labelledby={title ? id : undefined}
      tabIndex={opened ? -1 : undefined}
      onKeyDown={onKeyDown}
    >
      {title || aside ? (
        <header className="q-sheet-head">
          <h2 id={id}>{title}</h2>
          {note ? <span className="q-sheet-note">{note}</span> : null}
          {aside ? <span className="q-sheet-aside">{aside}</span> : null}
        </header>
      ) : null}
      <div className="q-sheet-body">{children}</div>
      {foot ? <footer className="q-sheet-foot">{foot}</footer> : null}
    </section>
  );
}
