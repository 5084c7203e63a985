import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { correctionAnswer, correctionList, type correctionToAnswerSchema } from '#contract/my-data';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { formatDay } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack } from '../../ui/stack.tsx';
import { AllCovered, Loading } from '../../ui/states.tsx';

type Correction = z.infer<typeof correctionToAnswerSchema>;

/** Requests of the members of one's own organization: corrected in the register, or refused with the reason. */
export function Component() {
  const { t } = useTranslation('privacy');
  const list = useInfiniteQuery({
    queryKey: ['corrections'],
    queryFn: async ({ pageParam }) => (await client.call(correctionList, { query: pageParam ? { cursor: pageParam } : {} })).data,
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const open = items.filter((one) => one.state === 'open').length;
  return (
    <Page>
      <Stack>
        <PageHead title={t('corrections-title')} lead={open > 0 ? <p>{t('corrections-open', { count: open })}</p> : undefined} />
        {list.error ? <ProblemState error={list.error} retry={() => void list.refetch()} /> : null}
        {list.isPending ? <Loading label={t('corrections-title')} /> : null}
        {list.data && open === 0 ? (
          <Sheet>
            <AllCovered title={t('corrections-empty')} />
          </Sheet>
        ) : null}
        {items.map((one) => (
          <Request key={one.id} one={one} />
        ))}
        {list.hasNextPage ? <Button onClick={() => void list.fetchNextPage()}>{t('more')}</Button> : null}
      </Stack>
    </Page>
  );
}

function Request({ one }: { readonly one: Correction }) {
  const { t, i18n } = useTranslation('privacy');
  const [answer, setAnswer] = useState('');
  const cache = useQueryClient();
  const reply = useMutation({
    mutationFn: (state: 'done' | 'refused') =>
      client.call(correctionAnswer, { params: { correctionId: one.id }, body: { state, answer } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['corrections'] }),
  });
  return (
    <Sheet
      title={`${one.person} ${t(`correct-${one.field}`)}${t('colon')}${[...one.proposed].slice(0, 24).join('')}`}
      note={`${one.organization ?? ''} ${formatDay(one.createdAt, i18n.language)}`}
    >
      <p>
        {t('ask-proposed')}
        {t('colon')}
        <b>{one.proposed}</b>
      </p>
      {one.state === 'open' ? (
        <div className="q-form">
          <Field label={t('corrections-reason')} value={answer} onChange={setAnswer} />
          {reply.error ? <ProblemState error={reply.error} /> : null}
          <p>
            <Button onClick={() => reply.mutate('done')} disabled={reply.isPending}>
              {t('corrections-done')}
            </Button>{' '}
            <Button
              onClick={() => reply.mutate('refused')}
              disabled={reply.isPending || answer.trim() === ''}
              reason={answer.trim() === '' ? t('corrections-reason-first') : undefined}
            >
              {t('corrections-refuse')}
            </Button>
          </p>
        </div>
      ) : (
        <p className="ink2">
          {t(`state-${one.state}`)}
          {one.answer ? t('colon') + one.answer : ''}
        </p>
      )}
    </Sheet>
  );
}
