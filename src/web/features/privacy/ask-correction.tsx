import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { CORRECTABLE, correctionAsk, type correctionSchema } from '#contract/my-data';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { Sheet } from '../../ui/sheet.tsx';

/** What was asked before with its answers, and a form to ask again. */
export function AskCorrection({ corrections }: { readonly corrections: readonly z.infer<typeof correctionSchema>[] }) {
  const { t } = useTranslation('privacy');
  const [field, setField] = useState<(typeof CORRECTABLE)[number]>('name');
  const [proposed, setProposed] = useState('');
  const cache = useQueryClient();
  const ask = useMutation({
    mutationFn: () => client.call(correctionAsk, { body: { field, proposed } }),
    onSuccess: () => {
      setProposed('');
      return cache.invalidateQueries({ queryKey: ['my-data'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <Sheet title={t('ask-correction')}>
      <ul>
        {corrections.map((one) => (
          <li key={one.id}>
            <b>{t(`correct-${one.field}`)}</b> {one.proposed}
            <span className={one.state === 'refused' ? 'warn' : 'ink2'}>
              {' '}
              {t(`state-${one.state}`)}
              {one.answer ? t('colon') + one.answer : ''}
            </span>
          </li>
        ))}
      </ul>
      <form className="q-form" onSubmit={submit}>
        <Choice
          label={t('ask-which')}
          value={field}
          options={CORRECTABLE.map((value) => ({ value, label: t(`correct-${value}`) }))}
          onChange={(value) => setField(CORRECTABLE.find((one) => one === value) ?? 'other')}
        />
        <Field label={t('ask-proposed')} value={proposed} onChange={setProposed} required />
        {ask.error ? <ProblemState error={ask.error} /> : null}
        {ask.isSuccess && proposed === '' ? <p role="status">{t('ask-sent')}</p> : null}
        <div>
          <Button kind="primary" type="submit" disabled={ask.isPending}>
            {t('ask-send')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
