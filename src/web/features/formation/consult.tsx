import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { consultationStart } from '#contract/consultations';
import { taskSave, taskShow } from '#contract/tasks';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { type Formation, useWrite } from './data.ts';

/** Units and members are asked before the request goes up: they may object or say "hindered"; or one writes why there is no time. */
export function Consult({ formation, editable }: { readonly formation: Formation; readonly editable: boolean }) {
  const { t } = useTranslation(['formation', 'ui']);
  const { taskId, consult, objections } = formation;
  const write = useWrite();
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState(consult.skippedReason ?? '');
  const start = () =>
    write.mutate(() => client.call(consultationStart, { params: { taskId }, body: { until: `${until}:00+08:00` } }));
  const skip = () =>
    write.mutate(async () => {
      const { data, etag } = await client.call(taskShow, { params: { taskId } });
      const body = { ...data.content, consultSkippedReason: reason.trim() || null };
      return client.call(taskSave, { params: { taskId }, body }, { ifMatch: etag });
    });
  const asked = consult.units > 0 || consult.people !== 0;
  const few = t('ui:few');
  return (
    <Sheet title={t('consult-title')} note={consult.until ? t('consult-until', { at: consult.until }) : undefined}>
      <div id="consult" className="q-formation-stack">
        {write.error ? <ProblemState error={write.error} /> : null}
        {asked ? (
          <p>{t('consult-counts', { ...consult, people: consult.people ?? few, hindered: consult.hindered ?? few })}</p>
        ) : null}
        {objections.map((one) => (
          <p key={one.id} className="second">
            <b>{one.unitName}</b> {one.opinion}
          </p>
        ))}
        {editable && asked ? <p className="second ink2">{t('consult-may-submit')}</p> : null}
        {editable && (consult.hindered !== 0 || consult.objected > 0) ? (
          <p className="second">
            {t('consult-answers-next')}{' '}
            <Button kind="link" size="row" to={`/tasks/${taskId}/plan`}>
              {t('go-plan')}
            </Button>
          </p>
        ) : null}
        {consult.skippedReason ? <p className="second ink2">{t('consult-skipped', { reason: consult.skippedReason })}</p> : null}
        {editable ? (
          <>
            <p className="q-formation-row">
              <Field label={t('consult-until-field')} type="datetime-local" value={until} onChange={setUntil} />
              <Button onClick={start} disabled={until === '' || write.isPending}>
                {t(asked ? 'consult-again' : 'consult-start')}
              </Button>
            </p>
            <p className="q-formation-row">
              <Field label={t('consult-reason-field')} value={reason} onChange={setReason} />
              <Button onClick={skip} disabled={write.isPending || reason.trim() === (consult.skippedReason ?? '')}>
                {t('consult-skip')}
              </Button>
            </p>
            <p className="second ink3">{t('consult-kept')}</p>
          </>
        ) : null}
      </div>
    </Sheet>
  );
}
