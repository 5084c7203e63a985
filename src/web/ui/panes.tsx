import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import './panes.css';

export interface PanesProps {
  /** Column widths of the desk: plan 316 / fluid / 356; formation 388 / fluid / 392; running 616 / fluid; needs fluid / 300. */
  readonly kind: 'plan' | 'formation' | 'running' | 'needs' | 'even';
  readonly left?: ReactNode;
  readonly children: ReactNode;
  readonly right?: ReactNode;
  /** Name of the right pane: at 1200 px and less it is a drawer with this word on its handle; without a name it moves below. */
  readonly rightTitle?: string | undefined;
  /** Opens the drawer when it changes, for example the selected post. */
  readonly rightKey?: string | undefined;
}

/** Gaps, picture, reason side by side. In a narrow window the reason becomes a drawer that opens over the work. */
export function Panes({ kind, left, children, right, rightTitle = '', rightKey }: PanesProps) {
  const size = useWindow();
  const narrow = size !== 'wide';
  // One column: what may be done and what is missing comes before the long tree, for the eye and for the keys.
  const late = size === 'column' && kind === 'formation';
  return (
    <div className={`q-panes q-panes-${kind}${narrow ? ' q-panes-narrow' : ''}`}>
      {(late ? ['middle', 'left'] : ['left', 'middle']).map((pane) =>
        pane === 'middle' || left ? (
          <div key={pane} className="q-pane">
            {pane === 'left' ? left : children}
          </div>
        ) : null,
      )}
      {right && !(narrow && rightTitle) ? <div className="q-pane">{right}</div> : null}
      {right && narrow && rightTitle ? (
        <Drawer title={rightTitle} openKey={rightKey}>
          {right}
        </Drawer>
      ) : null}
    </div>
  );
}

function Drawer({
  title,
  openKey,
  children,
}: {
  readonly title: string;
  readonly openKey: string | undefined;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation('ui');
  const [open, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const known = useRef(openKey);
  useEffect(() => {
    if (known.current !== openKey && openKey !== undefined) setOpen(true);
    known.current = openKey;
  }, [openKey]);
  useEffect(() => {
    const element = dialog.current;
    if (open && element && !element.open) element.showModal();
    if (!open && element?.open) element.close();
  }, [open]);
  return (
    <>
      <button
        type="button"
        className="q-drawer-handle q-button q-button-plain"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        {title}
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a dialog by itself */}
      <dialog
        ref={dialog}
        className="q-drawer"
        aria-label={title}
        onClose={() => setOpen(false)}
        onClick={(event) => event.target === dialog.current && setOpen(false)}
      >
        <div className="q-drawer-body">
          <button type="button" className="q-button q-button-link q-drawer-close" onClick={() => setOpen(false)}>
            {t('close')}
          </button>
          {children}
        </div>
      </dialog>
    </>
  );
}

/** Whether the right pane is a drawer: at 1200 px and less, with large type at 1500 px and less; and whether all panes are one column. */
function useWindow(): 'wide' | 'narrow' | 'column' {
  return useSyncExternalStore(
    (changed) => {
      const type = new MutationObserver(changed);
      type.observe(document.documentElement, { attributes: true, attributeFilter: ['data-type'] });
      addEventListener('resize', changed);
      return () => {
        type.disconnect();
        removeEventListener('resize', changed);
      };
    },
    () =>
      innerWidth <= 860
        ? 'column'
        : innerWidth <= (document.documentElement.dataset.type === 'large' ? 1500 : 1200)
          ? 'narrow'
          : 'wide',
  );
}
