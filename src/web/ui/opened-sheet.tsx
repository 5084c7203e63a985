import { useEffect, useLayoutEffect, useRef } from 'react';
import { Button } from './button.tsx';
import { Sheet, type SheetProps } from './sheet.tsx';

/**
 * A sheet that a press elsewhere on the page opened: the focus goes to it, Esc and its button close it, and the focus goes back to where it
 * came from. With another `of` the same sheet opens anew.
 */
export function OpenedSheet({
  of,
  close,
  onClose,
  back,
  children,
  ...sheet
}: Omit<SheetProps, 'aside'> & {
  readonly of: string;
  /** Word of the button that closes it. */
  readonly close: string;
  readonly onClose: () => void;
  /** Where the focus goes when what opened the sheet is gone by then. */
  readonly back?: HTMLElement | null | undefined;
}) {
  const here = useRef<HTMLDivElement>(null);
  const from = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for everything that it opens for
  useEffect(() => {
    // A field that takes the focus back after a choice does so before.
    const timer = setTimeout(() => {
      const active = document.activeElement;
      if (active instanceof HTMLElement && active !== document.body && !here.current?.contains(active)) from.current = active;
      partOf(here.current)?.focus();
    });
    return () => clearTimeout(timer);
  }, [of]);
  const way = useRef(back);
  way.current = back;
  useLayoutEffect(() => {
    const part = partOf(here.current);
    return () => {
      // Who is already elsewhere stays there.
      const away = document.activeElement !== document.body && !part?.contains(document.activeElement);
      if (!away) [from.current, way.current].find((one) => one?.isConnected)?.focus();
    };
  }, []);
  return (
    <Sheet
      {...sheet}
      opened
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
      aside={
        <Button kind="link" size="row" onClick={onClose}>
          {close}
        </Button>
      }
    >
      <div ref={here} className="q-opened">
        {children}
      </div>
    </Sheet>
  );
}

const partOf = (inside: HTMLElement | null) => inside?.closest<HTMLElement>('section') ?? null;
