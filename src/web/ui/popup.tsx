import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { join } from './join.ts';
import './popup.css';

/** A button that opens a small panel below it; Esc and a click outside close it, focus returns to the button, arrows walk through it. */
export function Popup(props: {
  readonly label: string;
  readonly face: ReactNode;
  readonly children: (close: () => void) => ReactNode;
  readonly align?: 'start' | 'end' | undefined;
  readonly className?: string | undefined;
}) {
  const { label, face, children, align = 'start', className } = props;
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
    };
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const walk = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape' && open) {
      event.stopPropagation();
      close();
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    setOpen(true);
    const stops = [...(box.current?.querySelectorAll<HTMLElement>('.q-popup a, .q-popup button') ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    stops[(at + step + stops.length) % stops.length]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the button and the items inside
    <div ref={box} className={join('q-popup-box', className)} onKeyDown={walk}>
      <button
        ref={button}
        type="button"
        className="q-popup-face"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <span className="sr">{label} </span>
        {face}
      </button>
      {open ? (
        <section id={id} aria-label={label} className={join('q-popup', align === 'end' && 'q-popup-end')}>
          {children(close)}
        </section>
      ) : null}
    </div>
  );
}
