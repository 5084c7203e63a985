import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAnswer } from '#contract/client';
import { Button } from '../ui/button.tsx';
import { isTyping } from '../ui/search-box.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { WideTable } from '../ui/stack.tsx';
import { Conflict } from '../ui/states.tsx';

/** One thing that two people wrote differently. */
export interface Difference {
  readonly what: string;
  readonly theirs: string;
  readonly mine: string;
}

/** Differences listed; the rest is counted. */
const LISTED = 5;

/** Whether a save was refused because somebody else saved in between. */
export const wasEditedSince = (error: unknown): boolean => error instanceof ProblemAnswer && error.problem.status === 412;

/** Somebody else saved in between: both values side by side and two buttons; nothing typed is lost before one is pressed. */
export function EditedSince(props: {
  readonly differences: readonly Difference[];
  readonly onTheirs: () => void;
  readonly onMine: () => void;
}) {
  const { t } = useTranslation('shell');
  const { differences, onTheirs, onMine } = props;
  // The save was pressed at the foot of a long page; without this the refusal stands out of sight above it.
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which React would take for the clean-up.
    here.current?.scrollIntoView({ block: 'center' });
    // Who is still typing goes on; who pressed a button is led to the question.
    if (!isTyping(document.activeElement)) here.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Sheet className="q-conflict">
      <div ref={here} tabIndex={-1}>
        <Conflict
          title={t('conflict')}
          actions={
            <>
              <Button size="row" onClick={onTheirs}>
                {t('conflict-theirs')}
              </Button>
              <Button size="row" onClick={onMine}>
                {t('conflict-mine')}
              </Button>
            </>
          }
        >
          {differences.length > 0 ? (
            <WideTable>
              <thead>
                <tr>
                  <th scope="col">{t('conflict-what')}</th>
                  <th scope="col">{t('conflict-now')}</th>
                  <th scope="col">{t('conflict-yours')}</th>
                </tr>
              </thead>
              <tbody>
                {differences.slice(0, LISTED).map((one) => (
                  <tr key={one.what}>
                    <th scope="row">{one.what}</th>
                    <td>{one.theirs || t('conflict-empty')}</td>
                    <td>{one.mine || t('conflict-empty')}</td>
                  </tr>
                ))}
              </tbody>
            </WideTable>
          ) : (
            t('conflict-none')
          )}
          {differences.length > LISTED ? <p>{t('conflict-rest', { count: differences.length - LISTED })}</p> : null}
        </Conflict>
      </div>
    </Sheet>
  );
}
