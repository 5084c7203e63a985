import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { choiceSet, type planSchema } from '#contract/plans';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useNameOf } from './plan-names.tsx';

/** Who was pinned where and who is kept away, until it is taken back; the next computation keeps to it. */
export function ChoiceList({
  plan,
  onPost,
}: {
  readonly plan: z.output<typeof planSchema>;
  readonly onPost: (postId: string) => void;
}) {
  const { t } = useTranslation('tasks');
  const nameOf = useNameOf();
  const cache = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const undo = async (postId: string, personId: string) => {
    setError(null);
    try {
      await client.call(choiceSet, { params: { taskId: plan.taskId }, body: { postId, personId, kind: null } });
      await cache.invalidateQueries({ queryKey: ['plan', plan.id] });
    } catch (reason) {
      setError(reason);
    }
  };
  return (
    <Sheet title={t('choices')} note={t('choices-note')} flush>
      <ul className="t-choice-list">
        {plan.choices.map((one) => (
          <li key={`${one.postId} ${one.personId}`}>
            <span>
              {nameOf(one)} <span className="ink2">{t(`choice-${one.kind}`)}</span>{' '}
              <button type="button" className="t-gap-title" onClick={() => onPost(one.postId)}>
                {one.post}
              </button>
            </span>
            {plan.mayEdit ? (
              <Button kind="link" onClick={() => void undo(one.postId, one.personId)}>
                {t('choice-undo')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {error ? <ProblemState error={error} /> : null}
    </Sheet>
  );
}
