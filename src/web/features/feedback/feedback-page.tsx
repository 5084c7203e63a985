import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { feedbackLookUp, feedbackSend, newFeedbackCode } from '#contract/feedback';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { formatDay } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack } from '../../ui/stack.tsx';
import './feedback.css';

/** A complaint or suggestion without saying who one is, and what became of it. Open to everyone. */
export function Component() {
  const { t } = useTranslation('feedback');
  return (
    <Page>
      <Stack narrow>
        <PageHead title={t('title')} lead={<p>{t('lead')}</p>} actions={<Button to="/privacy">{t('to-privacy')}</Button>} />
        <Send />
        <LookUp />
      </Stack>
    </Page>
  );
}

function Send() {
  const { t, i18n } = useTranslation('feedback');
  const [kind, setKind] = useState<'complaint' | 'suggestion'>('suggestion');
  const [text, setText] = useState('');
  // One code for one entry, however often it has to be sent.
  const [draft, setDraft] = useState({ kind, text, code: '' });
  const send = useMutation({
    mutationFn: async () => {
      const same = draft.code !== '' && draft.kind === kind && draft.text === text;
      const entry = same
        ? draft
        : { kind, text, code: newFeedbackCode((count) => crypto.getRandomValues(new Uint8Array(count))) };
      setDraft(entry);
      return (await client.call(feedbackSend, { body: entry })).data;
    },
    onSuccess: () => setText(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  if (send.data && text === '') {
    return (
      <Sheet title={t('sent')}>
        <div role="status">
          <p>{t('keep-code')}</p>
          <p className="q-feedback-code">{send.data.code}</p>
          <p className="second ink2">{t('erased-on', { day: formatDay(send.data.eraseAfter, i18n.language) })}</p>
        </div>
        <Button onClick={() => send.reset()}>{t('another')}</Button>
      </Sheet>
    );
  }
  return (
    <Sheet title={t('write')}>
      <form className="q-form" onSubmit={submit}>
        <Choice
          label={t('kind')}
          value={kind}
          options={(['suggestion', 'complaint'] as const).map((value) => ({ value, label: t(value) }))}
          onChange={(value) => setKind(value === 'complaint' ? 'complaint' : 'suggestion')}
        />
        <Field label={t('text')} value={text} onChange={setText} rows={5} hint={t('text-hint')} required />
        {send.error ? <ProblemState error={send.error} /> : null}
        <div>
          <Button kind="primary" type="submit" disabled={send.isPending}>
            {t('send')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

function LookUp() {
  const { t, i18n } = useTranslation('feedback');
  const [code, setCode] = useState('');
  const look = useMutation({ mutationFn: async () => (await client.call(feedbackLookUp, { body: { code } })).data });
  const found = look.data;
  return (
    <Sheet title={t('look-up')}>
      <form
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          look.mutate();
        }}
      >
        <Field label={t('code')} value={code} onChange={setCode} autoComplete="off" placeholder="ABC-DEF-GHJ-KMN" required />
        {look.error ? <ProblemState error={look.error} /> : null}
        {found ? (
          <div role="status">
            <p>{found.text}</p>
            <p>
              <b>{found.answer ?? t('no-answer')}</b>
            </p>
            <p className="second ink2">
              {t('sent-on', { day: formatDay(found.createdOn, i18n.language) })}
              {found.answeredOn ? t('answered-on', { day: formatDay(found.answeredOn, i18n.language) }) : ''}
              {t('erased-on', { day: formatDay(found.eraseAfter, i18n.language) })}
            </p>
          </div>
        ) : null}
        <div>
          <Button type="submit" disabled={look.isPending}>
            {t('look')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
