import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { consultationStart } from '#contract/consultations';
import { planStart } from '#contract/plans';
import { taskSave, taskShow } from '#contract/tasks';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { ConsultAnswers } from './consult-answers.tsx';
import { type Formation, useWrite } from './data.ts';

/** Everyone of the plan and their units are asked before the request goes up: they may object or say that they cannot; or one writes why there is no time. */
export function Consult(props: {
  readonly formation: Formation;
  readonly editable: boolean;
  /** Goes to where another officer is chosen for this organization. */
  readonly onChoose: (nodeKey: string) => void;
}) {
  const { formation, editable, onChoose } = props;
  const { t } = useTranslation('formation');
  const { consult } = formation;
  const asked = consult.units > 0 || consult.people !== 0;
  return (
    <Sheet title={t('consult-title')} note={consult.until && asked ? t('consult-until', { at: consult.until }) : undefined}>
      <div id="consult" className="q-formation-stack">
        {asked ? <ConsultAnswers formation={formation} onChoose={editable ? onChoose : undefined} /> : null}
        {editable && asked ? <p className="second ink2">{t('consult-may-submit')}</p> : null}
        {editable && (consult.cannot.some((one) => one.replan) || consult.objected > 0) ? <Replan formation={formation} /> : null}
        {consult.skippedReason && !asked ? (
          <p className="second ink2">{t('consult-skipped', { reason: consult.skippedReason })}</p>
        ) : null}
        {editable ? <Ask formation={formation} asked={asked} /> : null}
        {editable && !asked ? <Skip formation={formation} /> : null}
        {editable ? <p className="second ink3">{t('consult-kept')}</p> : null}
      </div>
    </Sheet>
  );
}

/** The first question needs a time; later only those added are asked, or the time is moved, or both. */
function Ask({ formation, asked }: { readonly formation: Formation; readonly asked: boolean }) {
  const { t } = useTranslation('formation');
  const { taskId, consult } = formation;
  const write = useWrite();
  const [until, setUntil] = useState('');
  const { added, moved, units } = consult.unasked;
  const left = (added ?? 0) + (moved ?? 0) + units;
  const over = consult.until === null || Date.parse(consult.until) <= Date.now();
  const start = () =>
    write.mutate(
      () => client.call(consultationStart, { params: { taskId }, body: { until: until === '' ? null : `${until}:00+08:00` } }),
      { onSuccess: () => setUntil('') },
    );
  const reason =
    until !== ''
      ? undefined
      : !asked
        ? t('consult-needs-date')
        : left === 0
          ? t('consult-all-asked')
          : over
            ? t('consult-needs-later')
            : undefined;
  const verb = !asked ? 'consult-start' : left === 0 ? 'consult-move' : until === '' ? 'consult-add' : 'consult-again';
  return (
    <>
      {write.error ? <ProblemState error={write.error} /> : null}
      <p className="q-formation-row">
        <Field label={t('consult-until-field')} type="datetime-local" value={until} onChange={setUntil} />
        <Button onClick={start} disabled={reason !== undefined || write.isPending} reason={reason}>
          {t(verb)}
        </Button>
      </p>
    </>
  );
}

/** The way on after "I cannot": a plan that moves as few of the others as possible. */
function Replan({ formation }: { readonly formation: Formation }) {
  const { t } = useTranslation('formation');
  const { taskId } = formation;
  const write = useWrite();
  const navigate = useNavigate();
  const plan = () =>
    write.mutate(() => client.call(planStart, { params: { taskId }, body: { keep: true, fewestMoves: true } }), {
      onSuccess: () => void navigate(`/tasks/${taskId}/plan`),
    });
  const planned = formation.consult.cannot.some((one) => one.replan);
  return (
    <>
      {write.error ? <ProblemState error={write.error} /> : null}
      <p className="second">{t('consult-answers-next')}</p>
      <p className="q-formation-row">
        {planned ? (
          <Button size="row" onClick={plan} disabled={write.isPending}>
            {t('consult-replan')}
          </Button>
        ) : null}
        <Button kind="link" size="row" to={`/tasks/${taskId}/plan`}>
          {t('go-plan')}
        </Button>
      </p>
    </>
  );
}

function Skip({ formation }: { readonly formation: Formation }) {
  const { t } = useTranslation('formation');
  const { taskId, consult } = formation;
  const write = useWrite();
  const [reason, setReason] = useState(consult.skippedReason ?? '');
  const skip = () =>
    write.mutate(async () => {
      const { data, etag } = await client.call(taskShow, { params: { taskId } });
      const body = { ...data.content, consultSkippedReason: reason.trim() || null };
      return client.call(taskSave, { params: { taskId }, body }, { ifMatch: etag });
    });
  return (
    <>
      {write.error ? <ProblemState error={write.error} /> : null}
      <p className="q-formation-row">
        <Field label={t('consult-reason-field')} value={reason} onChange={setReason} />
        <Button onClick={skip} disabled={write.isPending || reason.trim() === (consult.skippedReason ?? '')}>
          {t('consult-skip')}
        </Button>
      </p>
    </>
  );
}
