import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAnswer } from '#contract/client';
import { Button } from '../ui/button.tsx';
import { type Difference, EditedSince, wasEditedSince } from './edited-since.tsx';
import { ProblemState } from './problem-state.tsx';
import '../ui/draft.css';

export interface DraftFormProps<D> {
  /** What the form begins with; later values are not taken over, so that nothing typed is lost. */
  readonly draft: D;
  readonly submit: string;
  readonly cancel: string;
  /** What must be filled in before it can be sent, in words; undefined when nothing is missing. */
  readonly lacking: (draft: D) => string | undefined;
  readonly onSubmit: (draft: D) => Promise<void>;
  readonly children: (draft: D, set: (change: Partial<D>) => void) => ReactNode;
  /** The way out of a refusal, below its words. */
  readonly wayOut?: ((error: unknown) => ReactNode) | undefined;
  readonly note?: ReactNode;
  /** What is stored now; from then on a submit counts against it. Only for forms that change something. */
  readonly newest?: (() => Promise<D>) | undefined;
  /** Label and value of every field, to show what two people wrote differently. */
  readonly spoken?: ((draft: D) => readonly (readonly [label: string, value: string])[]) | undefined;
}

/** What a form of one thing takes from its page. */
export type PageOf<D> = Pick<DraftFormProps<D>, 'draft' | 'submit' | 'cancel' | 'onSubmit' | 'newest'>;

/**
 * A form over a draft: every refusal comes back at once and in words; when somebody else saved in between, both versions stand side by side
 * and one is chosen. Nothing typed is lost.
 */
export function DraftForm<D>(props: DraftFormProps<D>) {
  const { t } = useTranslation('shell');
  const { lacking, onSubmit, newest, spoken } = props;
  const [draft, setDraft] = useState(props.draft);
  const [theirs, setTheirs] = useState<D | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    setError(null);
    setTheirs(null);
    try {
      await onSubmit(draft);
    } catch (reason) {
      if (newest && wasEditedSince(reason)) setTheirs(await newest());
      else setError(reason);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send().catch(setError);
  };
  const reason = lacking(draft);
  return (
    <form className="q-draft" onSubmit={submit}>
      {props.children(draft, (change) => setDraft({ ...draft, ...change }))}
      {theirs ? (
        <div className="q-draft-wide">
          <EditedSince
            differences={differencesOf(spoken?.(theirs) ?? [], spoken?.(draft) ?? [])}
            onTheirs={() => {
              setDraft(theirs);
              setTheirs(null);
            }}
            onMine={() => void send().catch(setError)}
          />
        </div>
      ) : null}
      {error ? (
        <div className="q-draft-wide">
          <ProblemState error={error} />
          {error instanceof ProblemAnswer ? null : <p className="second ink2">{t('form-kept')}</p>}
          {props.wayOut?.(error)}
        </div>
      ) : null}
      {props.note ? <div className="q-draft-wide second ink2">{props.note}</div> : null}
      <div className="q-draft-actions">
        <Button kind="primary" type="submit" disabled={busy || reason !== undefined || theirs !== null} reason={reason}>
          {props.submit}
        </Button>
        <Button to={props.cancel}>{t('form-cancel')}</Button>
      </div>
    </form>
  );
}

function differencesOf(
  theirs: readonly (readonly [string, string])[],
  mine: readonly (readonly [string, string])[],
): Difference[] {
  return theirs.flatMap(([what, value], at) => {
    const own = mine[at]?.[1] ?? '';
    return value === own ? [] : [{ what, theirs: value, mine: own }];
  });
}
