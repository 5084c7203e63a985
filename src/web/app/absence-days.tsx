import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { absenceInput, absenceSchema } from '#contract/absences';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { ProblemState } from './problem-state.tsx';
import './absence-days.css';

/** Days as they are kept. */
export type AbsenceDays = z.infer<typeof absenceSchema>;
/** First and last day. */
export type SaidDays = z.input<typeof absenceInput>;

interface AbsenceDaysProps {
  readonly items: readonly AbsenceDays[];
  readonly say: (days: SaidDays) => Promise<unknown>;
  readonly takeBack: (days: SaidDays) => Promise<unknown>;
  /** What falls on a period of the list, below it. */
  readonly below?: ((id: string) => ReactNode) | undefined;
}

/** Days on which somebody cannot serve, each with the way to take it back, and two fields to note more. What is refused is said at once and nothing typed is lost. */
export function AbsenceDaysForm({ items, say, takeBack, below }: AbsenceDaysProps) {
  const { t } = useTranslation('absence');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [kept, setKept] = useState(false);
  const write = async (request: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    setKept(false);
    try {
      await request();
    } catch (reason) {
      setError(reason);
      return false;
    } finally {
      setBusy(false);
    }
    return true;
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await write(() => say({ from, until })))) return;
    setFrom('');
    setUntil('');
    setKept(true);
  };
  const missing = from === '' || until === '' ? t('absence-needs') : undefined;
  return (
    <>
      <AbsenceDaysList
        items={items}
        below={below}
        act={(one, days) => (
          <Button
            size="row"
            label={t('absence-back-of', { days })}
            disabled={busy}
            onClick={() => void write(() => takeBack({ from: one.from, until: one.until }))}
          >
            {t('absence-back')}
          </Button>
        )}
      />
      <form className="a-say" onSubmit={(event) => void submit(event)}>
        <Field label={t('absence-from')} type="date" value={from} onChange={setFrom} />
        <Field label={t('absence-until')} type="date" value={until} onChange={setUntil} />
        <Button type="submit" disabled={busy || missing !== undefined} reason={kept ? undefined : missing}>
          {t('absence-say')}
        </Button>
        <span role="status" className="second ok">
          {kept ? t('absence-kept') : ''}
        </span>
      </form>
      {error ? <ProblemState error={error} /> : null}
    </>
  );
}

/** The days alone, for whoever may read and not change them. */
export function AbsenceDaysList(props: {
  readonly items: readonly AbsenceDays[];
  readonly act?: ((one: AbsenceDays, days: string) => ReactNode) | undefined;
  readonly below?: AbsenceDaysProps['below'];
}) {
  const { t } = useTranslation('absence');
  if (props.items.length === 0) return <p className="ink2">{t('absence-none')}</p>;
  return (
    <ul className="a-days">
      {props.items.map((one) => {
        const days = t(one.from === one.until ? 'absence-one' : 'absence-days', { from: one.from, until: one.until });
        return (
          <li key={one.id}>
            <b>{days}</b>
            <span className="second ink2">{t('absence-since', { on: one.notedOn })}</span>
            {props.act?.(one, days)}
            {props.below?.(one.id)}
          </li>
        );
      })}
    </ul>
  );
}
