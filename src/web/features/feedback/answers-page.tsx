import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { ProblemAnswer } from '#contract/client';
import { feedbackAnswer, feedbackList, type feedbackSchema } from '#contract/feedback';
import { feedbackListFile } from '#contract/list-files-administration';
import { EditedSince, wasEditedSince } from '../../app/edited-since.tsx';
import { PagedRows, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { formatDay } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack } from '../../ui/stack.tsx';
import { AllCovered } from '../../ui/states.tsx';

/** Complaints and suggestions of the city, unanswered ones first. */
export function Component() {
  const { t } = useTranslation('feedback');
  const list = usePagedList(['feedback'], async (query) => (await client.call(feedbackList, { query })).data);
  const { items } = list;
  const open = items.filter((one) => one.state === 'open').length;
  return (
    <Page>
      <Stack>
        <PageHead
          title={t('answers-title')}
          lead={open > 0 ? <p>{t('waiting', { count: open })}</p> : undefined}
          actions={
            items.length > 0 ? (
              <ListFile name={t('answers-title')} take={(format) => client.call(feedbackListFile, { query: { format } })} />
            ) : undefined
          }
        />
        <PagedRows list={list} label={t('answers-title')} empty={open === 0 ? <AllCovered title={t('none-waiting')} /> : null}>
          {items.map((one) => (
            <Entry key={one.id} one={one} />
          ))}
        </PagedRows>
      </Stack>
    </Page>
  );
}

function Entry({ one }: { readonly one: z.infer<typeof feedbackSchema> }) {
  const { t, i18n } = useTranslation('feedback');
  const [answer, setAnswer] = useState(one.answer ?? '');
  /** The answer that this one is written upon. The list is read anew by itself; what comes then was not seen by whoever types here. */
  const [seen, setSeen] = useState(one.answer);
  if (one.answer !== seen && answer === (seen ?? '')) {
    setSeen(one.answer);
    setAnswer(one.answer ?? '');
  }
  const cache = useQueryClient();
  const again = () => cache.invalidateQueries({ queryKey: ['feedback'] });
  const reply = useMutation({
    mutationFn: (upon: string | null) =>
      client.call(feedbackAnswer, { params: { feedbackId: one.id }, body: { answer, seen: upon } }),
    onSuccess: () => {
      setSeen(answer);
      return again();
    },
  });
  const theirs = wasEditedSince(reply.error) ? ((reply.error as ProblemAnswer).problem.current as typeof one).answer : undefined;
  return (
    <Sheet
      title={`${t(one.kind)}${t('colon')}${[...one.text].slice(0, 24).join('')}`}
      note={`${t(`state-${one.state}`)} ${formatDay(one.createdOn, i18n.language)}`}
    >
      <p>{one.text}</p>
      <form
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          reply.mutate(seen);
        }}
      >
        <Field label={t('answer')} value={answer} onChange={setAnswer} rows={3} required />
        {theirs !== undefined ? (
          <EditedSince
            differences={[{ what: t('answer'), theirs: theirs ?? '', mine: answer }]}
            onTheirs={() => {
              setSeen(theirs);
              setAnswer(theirs ?? '');
              reply.reset();
              void again();
            }}
            onMine={() => reply.mutate(theirs)}
          />
        ) : reply.error ? (
          <ProblemState error={reply.error} />
        ) : null}
        <div>
          <Button type="submit" disabled={reply.isPending || answer === (seen ?? '')}>
            {t('answer-send')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
