import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { ProblemAnswer } from '#contract/client';
import type { orgInputSchema } from '#contract/organizations';
import { ProblemState } from '../../app/problem-state.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { Pick, type Picked } from '../../ui/pick.tsx';
import { findAreas, findOrgs, findUnits } from './find.ts';

const CLASSES = ['primary-level', 'local', 'leading-group', 'central'] as const;
const FORMS = ['branch', 'general-branch', 'committee', 'group'] as const;

/** What the form holds while it is edited. */
export interface OrgDraft {
  readonly name: string;
  readonly class: string;
  readonly form: string;
  readonly parent: Picked | null;
  readonly unit: Picked | null;
  readonly area: Picked | null;
  readonly joint: readonly Picked[];
  readonly termEndsOn: string;
  readonly committee: '' | 'yes' | 'no';
  readonly startedOn: string;
  readonly sourceKey: string;
}

/** An empty draft below a parent. */
export const emptyDraft = (parent: Picked | null): OrgDraft => ({
  name: '',
  class: 'primary-level',
  form: 'branch',
  parent,
  unit: null,
  area: null,
  joint: [],
  termEndsOn: '',
  committee: '',
  startedOn: '',
  sourceKey: '',
});

/** The draft as the request takes it. */
export function inputOf(draft: OrgDraft): z.input<typeof orgInputSchema> {
  return {
    name: draft.name,
    class: draft.class,
    form: draft.class === 'leading-group' ? null : draft.form,
    unitId: draft.unit?.id ?? null,
    areaId: draft.area?.id ?? null,
    jointUnitIds: draft.joint.map((one) => one.id),
    termEndsOn: draft.termEndsOn || null,
    hasCommittee: draft.committee === '' ? null : draft.committee === 'yes',
    startedOn: draft.startedOn || null,
    sourceKey: draft.sourceKey.trim() || null,
  };
}

/** Set up or change a standing organization; every refusal comes back at once, in words, and nothing typed is lost. */
export function OrgForm(props: {
  readonly draft: OrgDraft;
  readonly submit: string;
  readonly mayMove: boolean;
  readonly onSubmit: (draft: OrgDraft) => Promise<void>;
  readonly cancel: string;
}) {
  const { t } = useTranslation('org');
  const [draft, setDraft] = useState(props.draft);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<OrgDraft>) => setDraft({ ...draft, ...change });
  const words = { clear: t('org.pick-clear'), none: t('org.pick-none') };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    props
      .onSubmit(draft)
      .catch((reason: unknown) => setError(reason))
      .finally(() => setBusy(false));
  };
  const leading = draft.class === 'leading-group';
  return (
    <form className="o-form" onSubmit={send}>
      <Field label={t('org.form-name')} value={draft.name} onChange={(name) => set({ name })} required />
      <Choice
        label={t('org.form-class')}
        value={draft.class}
        options={CLASSES.map((one) => ({ value: one, label: t(`org.class-${one}`) }))}
        onChange={(value) => set({ class: value })}
      />
      {leading ? null : (
        <Choice
          label={t('org.form-form')}
          value={draft.form}
          options={FORMS.map((one) => ({ value: one, label: t(`org.form-${one}`) }))}
          onChange={(form) => set({ form })}
        />
      )}
      {props.mayMove && !leading ? (
        <Pick
          label={t('org.form-parent')}
          hint={t('org.find-hint')}
          value={draft.parent}
          onChange={(parent) => set({ parent })}
          find={findOrgs}
          words={words}
        />
      ) : null}
      <Pick
        label={t('org.form-unit')}
        hint={t('org.form-unit-hint')}
        value={draft.unit}
        onChange={(unit) => set({ unit })}
        find={findUnits}
        words={words}
      />
      <Pick
        label={t('org.form-area')}
        hint={t('org.form-area-hint')}
        value={draft.area}
        onChange={(area) => set({ area })}
        find={findAreas}
        words={words}
      />
      {leading ? null : (
        <div className="q-field">
          <Pick
            label={t('org.form-joint')}
            hint={t('org.form-joint-hint')}
            value={null}
            onChange={(one) => one && set({ joint: [...draft.joint.filter((other) => other.id !== one.id), one] })}
            find={findUnits}
            words={words}
          />
          {draft.joint.map((one) => (
            <p key={one.id} className="q-pick-value">
              {one.name}
              <Button kind="link" size="row" onClick={() => set({ joint: draft.joint.filter((other) => other.id !== one.id) })}>
                {words.clear}
              </Button>
            </p>
          ))}
        </div>
      )}
      <Field label={t('org.form-started')} type="date" value={draft.startedOn} onChange={(startedOn) => set({ startedOn })} />
      {leading ? null : (
        <Field label={t('org.term-ends')} type="date" value={draft.termEndsOn} onChange={(termEndsOn) => set({ termEndsOn })} />
      )}
      {leading ? null : (
        <Choice
          label={t('org.form-has-committee')}
          value={draft.committee}
          options={(['', 'yes', 'no'] as const).map((one) => ({
            value: one,
            label: t(`org.form-has-committee-${one || 'unknown'}`),
          }))}
          onChange={(value) => set({ committee: value as OrgDraft['committee'] })}
        />
      )}
      <Field
        label={t('org.form-key')}
        hint={t('org.form-key-hint')}
        value={draft.sourceKey}
        onChange={(sourceKey) => set({ sourceKey })}
      />
      {error ? (
        <div className="o-form-wide">
          <ProblemState error={error} />
          {error instanceof ProblemAnswer ? null : <p className="second ink2">{t('org.form-kept')}</p>}
        </div>
      ) : null}
      <div className="o-form-actions">
        <Button
          kind="primary"
          type="submit"
          disabled={busy || draft.name.trim() === ''}
          reason={draft.name.trim() === '' ? t('org.form-needs-name') : undefined}
        >
          {props.submit}
        </Button>
        <Button to={props.cancel}>{t('org.form-cancel')}</Button>
      </div>
    </form>
  );
}
