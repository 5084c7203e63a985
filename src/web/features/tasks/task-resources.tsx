import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { taskResourceListFile } from '#contract/list-files-task';
import { type Resource, resourceReturn, resourceTake, taskResourceList } from '#contract/resources';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { ListFile } from '../../ui/list-file.tsx';
import { Sheet } from '../../ui/sheet.tsx';

/** Resources that units offer beside people: what the task uses and for which need, and what is free and used by nobody. */
export function TaskResources({ taskId }: { readonly taskId: string }) {
  const { t } = useTranslation('resources');
  const cache = useQueryClient();
  const list = usePagedList(
    ['task-resources', taskId],
    async (query) => (await client.call(taskResourceList, { params: { taskId }, query })).data,
  );
  const write = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['task-resources', taskId] }),
  });
  if (list.query.error) return <ProblemState error={list.query.error} retry={() => void list.query.refetch()} />;
  if (!list.query.data) return null;
  const used = list.items.filter((one) => one.state === 'used');
  const offered = list.items.filter((one) => one.state === 'offered');
  const mayEdit = list.last?.mayEdit ?? false;
  const params = (one: Resource) => ({ params: { taskId, resourceId: one.id } });
  return (
    <Sheet
      title={t('task-title')}
      note={t('task-note')}
      aside={
        list.items.length > 0 ? (
          <ListFile
            name={t('task-title')}
            take={(format) => client.call(taskResourceListFile, { params: { taskId }, query: { format } })}
          />
        ) : undefined
      }
    >
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
        {offered.map((one) => (
          <Offered
            key={one.id}
            one={one}
            mayEdit={mayEdit}
            busy={write.isPending}
            take={(usedFor) => write.mutate(() => client.call(resourceTake, { ...params(one), body: { usedFor } }))}
          />
        ))}
      </ul>
      {moreOf(list)}
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
