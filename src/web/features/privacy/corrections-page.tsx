import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { correctionListFile } from '#contract/list-files-administration';
import { correctionAnswer, correctionList, type correctionToAnswerSchema } from '#contract/my-data';
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

type Correction = z.infer<typeof correctionToAnswerSchema>;

/** Requests of the members of one's own organization: corrected in the register, or refused with the reason. */
export function Component() {
  const { t } = useTranslation('privacy');
  const list = usePagedList(['corrections'], async (query) => (await client.call(correctionList, { query })).data);
  const { items } = list;
  const open = items.filter((one) => one.state === 'open').length;
  return (
    <Page>
      <Stack>
        <PageHead
          title={t('corrections-title')}
          lead={open > 0 ? <p>{t('corrections-open', { count: open })}</p> : undefined}
          actions={
            items.length > 0 ? (
              <ListFile name={t('corrections-title')} take={(format) => client.call(correctionListFile, { query: { format } })} />
            ) : undefined
          }
        />
        <PagedRows
          list={list}
          label={t('corrections-title')}
          empty={open === 0 ? <AllCovered title={t('corrections-empty')} /> : null}
        >
          {items.map((one) => (
            <Request key={one.id} one={one} />
          ))}
        </PagedRows>
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
