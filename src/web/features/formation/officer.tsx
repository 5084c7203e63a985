import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeDivide, officerCandidates, officerSet } from '#contract/formation';
import { BRANCH_NORMAL_MAX } from '#kernel/formation';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Masked } from '../../ui/masked.tsx';
import { OpenedSheet } from '../../ui/opened-sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { type ChainNodeData, type Formation, useWrite, versionOf } from './data.ts';

/** Who leads one organization of the chain, who else could, and dividing a branch. Proposals only: the approver designates. */
export function Officer(props: {
  readonly formation: Formation;
  readonly node: ChainNodeData;
  readonly editable: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('formation');
  const { formation, node, editable, onClose } = props;
  const { taskId } = formation;
  const office = node.form === 'group' ? 'group-leader' : 'secretary';
  const write = useWrite();
  const candidates = usePagedList(
    ['formation', taskId, 'officers', node.key, formation.planId],
    async (page) => (await client.call(officerCandidates, { params: { taskId }, query: { node: node.key, ...page } })).data,
    { enabled: editable },
  );
  const propose = (personId: string | null) =>
    write.mutate(() =>
      client.call(
        officerSet,
        { params: { taskId }, body: { node: node.key, office, personId } },
        { ifMatch: versionOf(formation) },
      ),
    );
  const divide = (parts: number) =>
    write.mutate(() =>
      client.call(nodeDivide, { params: { taskId }, body: { node: node.key, parts } }, { ifMatch: versionOf(formation) }),
    );
  const [reason, setReason] = useState(node.whole ?? '');
  const keepWhole = () =>
    write.mutate(() =>
      client.call(
        nodeDivide,
        { params: { taskId }, body: { node: node.key, parts: 1, reason } },
        { ifMatch: versionOf(formation) },
      ),
    );
  return (
    <OpenedSheet
      of={node.key}
      title={node.name}
      note={t('node-note', { people: node.people, groups: node.groups })}
      close={t('close')}
      onClose={onClose}
    >
      {write.error ? <ProblemState error={write.error} /> : null}
      <p>
        {t(`office-${office}`)}
        {node.leader ? (
          <>
            <b>
              <Masked name={node.leader.name} />
            </b>{' '}
            <span className="second ink2">
              {node.leader.unitName} {t(`proposed-by-${node.leader.proposedBy}`)}
            </span>
            {editable && node.leader.proposedBy === 'person' ? <> </> : null}
            {editable && node.leader.proposedBy === 'person' ? (
              <Button kind="link" size="row" onClick={() => propose(null)} disabled={write.isPending}>
                {t('officer-back')}
              </Button>
            ) : null}
          </>
        ) : (
          <b className="gap">{t('officer-none')}</b>
        )}
      </p>
      {editable && ((node.form === 'branch' && node.people > BRANCH_NORMAL_MAX) || node.parts > 1) ? (
        <p className="q-formation-row">
          <span className="second ink2">{t('divide-note', { count: node.people })}</span>
          {node.parts === 1 ? (
            <Button size="row" onClick={() => divide(2)} disabled={write.isPending}>
              {t('divide')}
            </Button>
          ) : (
            <Button size="row" onClick={() => divide(1)} disabled={write.isPending}>
              {t('join')}
            </Button>
          )}
        </p>
      ) : null}
      {editable && node.form === 'branch' && node.people > BRANCH_NORMAL_MAX && node.parts === 1 ? (
        <p className="q-formation-row">
          <Field label={t('whole-field')} hint={t('whole-note')} value={reason} onChange={setReason} />
          <Button
            size="row"
            onClick={keepWhole}
            disabled={write.isPending || reason.trim() === '' || reason.trim() === (node.whole ?? '')}
          >
            {t(node.whole === null ? 'whole-save' : 'whole-take')}
          </Button>
        </p>
      ) : node.whole === null ? null : (
        <p className="second ink2">
          {t('whole-field')} {node.whole}
        </p>
      )}
      {editable ? <p className="second ink2">{t('candidates-note')}</p> : null}
      {candidates.query.isLoading ? <Loading label={t('loading')} lines={3} /> : null}
      {candidates.query.data && candidates.items.length === 0 ? <p className="second">{t('candidates-none')}</p> : null}
      {candidates.items.length > 0 ? (
        <ul className="q-formation-people">
          {candidates.items.map((one) => (
            <li key={`${one.personId} ${one.postName}`}>
              <span>
                <Masked name={one.name} /> <span className="second ink2">{one.unitName}</span>
                <span className="second ink3 q-formation-block">{one.postName}</span>
              </span>
              {node.leader?.personId === one.personId ? (
                <span className="second ink2">{t('is-proposed')}</span>
              ) : (
                <Button
                  size="row"
                  onClick={() => propose(one.personId)}
                  disabled={write.isPending}
                  label={t('propose-label', { name: one.name, post: one.postName })}
                >
                  {t('propose')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {moreOf(candidates)}
    </OpenedSheet>
  );
}
