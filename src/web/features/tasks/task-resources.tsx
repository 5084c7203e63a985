import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Resource, resourceReturn, resourceTake, taskResourceList } from '#contract/resources';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Sheet } from '../../ui/sheet.tsx';

/** Resources that units offer beside people: what the task uses and for which need, and what is free and used by nobody. */
export function TaskResources({ taskId }: { readonly taskId: string }) {
  const { t } = useTranslation('resources');
  const cache = useQueryClient();
  const list = useQuery({
    queryKey: ['task-resources', taskId],
    queryFn: async () => (await client.call(taskResourceList, { params: { taskId } })).data,
  });
  const write = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['task-resources', taskId] }),
  });
  if (list.error) return <ProblemState error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return null;
  const { used, offered, mayEdit } = list.data;
  const params = (one: Resource) => ({ params: { taskId, resourceId: one.id } });
  return (
    <Sheet title={t('task-title')} note={t('task-note')}>
      {write.error ? <ProblemState error={write.error} /> : null}
      {used.length === 0 ? <p className="ink2">{t('task-none')}</p> : null}
      <ul className="t-resources">
        {used.map((one) => (
          <li key={one.id}>
            <span>
              <Title one={one} />
              {one.usedFor ? <span className="t-used-for">{t('used-for-what', { what: one.usedFor })}</span> : null}
            </span>
            {mayEdit ? (
              <Button
                size="row"
                disabled={write.isPending}
                label={`${t('give-back')} ${one.title}`}
                onClick={() => write.mutate(() => client.call(resourceReturn, params(one)))}
              >
                {t('give-back')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <h3 className="t-sub">{t('task-offered')}</h3>
      {offered.length === 0 ? <p className="ink2">{t('task-offered-none')}</p> : null}
      <ul className="t-resources">
        {offered.slice(0, 30).map((one) => (
          <Offered
            key={one.id}
            one={one}
            mayEdit={mayEdit}
            busy={write.isPending}
            take={(usedFor) => write.mutate(() => client.call(resourceTake, { ...params(one), body: { usedFor } }))}
          />
        ))}
      </ul>
    </Sheet>
  );
}

function Title({ one }: { readonly one: Resource }) {
  const { t } = useTranslation('resources');
  return (
    <>
      <b>{one.quantity === null ? one.title : t('amount', { ...one, measure: one.measure ?? '' })}</b>{' '}
      <span className="ink2">{t('kind-of-unit', { kind: t(`kind-${one.kind}`), unit: one.unitName })}</span>
    </>
  );
}

function Offered(props: {
  readonly one: Resource;
  readonly mayEdit: boolean;
  readonly busy: boolean;
  readonly take: (usedFor: string) => void;
}) {
  const { one, mayEdit, busy, take } = props;
  const { t } = useTranslation('resources');
  const [asking, setAsking] = useState(false);
  const [usedFor, setUsedFor] = useState('');
  return (
    <li>
      <span>
        <Title one={one} />
        {asking ? <Field opened label={t('used-for')} value={usedFor} onChange={setUsedFor} /> : null}
      </span>
      {mayEdit ? (
        <Button
          size="row"
          disabled={busy || (asking && usedFor.trim() === '')}
          label={`${t('use')} ${one.title}`}
          onClick={() => (asking ? take(usedFor) : setAsking(true))}
        >
          {t('use')}
        </Button>
      ) : null}
    </li>
  );
}
