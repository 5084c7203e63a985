import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAnswer } from '#contract/client';
import { searchAll } from '#contract/search';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { Pick, type Picked } from '../../ui/pick.tsx';

/** What the form holds; an empty name keeps the name that is recorded. */
export interface MemberDraft {
  readonly name: string;
  readonly status: string;
  readonly unit: Picked | null;
  readonly residence: Picked | null;
  readonly sourceKey: string;
  readonly skills: string;
}

/** The draft as the request takes it, without the name. */
export function inputOf(draft: MemberDraft) {
  return {
    status: draft.status,
    unitId: draft.unit?.id ?? null,
    residenceAreaId: draft.residence?.id ?? null,
    sourceKey: draft.sourceKey.trim() || null,
    skills: draft.skills.split(/[、，,;；\s]+/).filter((one) => one !== ''),
  };
}

const findUnits = async (q: string): Promise<readonly Picked[]> =>
  (await client.call(searchAll, { query: { q, kinds: 'units', limit: 12 } })).data.units;
const findPlaces = async (q: string): Promise<readonly Picked[]> =>
  (await client.call(searchAll, { query: { q, kinds: 'areas', limit: 30 } })).data.areas
    .filter((one) => one.kind === 'community' || one.kind === 'village')
    .slice(0, 12);

/** Enter or correct a member: the least that is needed; no identity-card number, no telephone, no address has a field. */
export function MemberForm(props: {
  readonly draft: MemberDraft;
  readonly nameKept: boolean;
  readonly submit: string;
  readonly cancel: string;
  readonly onSubmit: (draft: MemberDraft) => Promise<void>;
}) {
  const { t } = useTranslation(['member', 'org'] as const);
  const [draft, setDraft] = useState(props.draft);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<MemberDraft>) => setDraft({ ...draft, ...change });
  const words = { clear: t('org:org.pick-clear'), none: t('org:org.pick-none') };
  const boundary = error instanceof ProblemAnswer && error.problem.issues?.some((one) => one.code === 'home-unit-boundary');
  const send = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    props
      .onSubmit(draft)
      .catch((reason: unknown) => setError(reason))
      .finally(() => setBusy(false));
  };
  const lacking = !props.nameKept && draft.name.trim() === '';
  return (
    <form className="m-form" onSubmit={send}>
      <Field
        label={t('org:org.name')}
        value={draft.name}
        onChange={(name) => set({ name })}
        {...(props.nameKept ? { hint: t('member:member.name-kept') } : {})}
      />
      <Choice
        label={t('org:org.status')}
        value={draft.status}
        options={['full', 'probationary'].map((one) => ({ value: one, label: t(`org:org.status-${one}`) }))}
        onChange={(status) => set({ status })}
      />
      <Pick
        label={t('org:org.unit')}
        hint={t('org:org.form-unit-hint')}
        value={draft.unit}
        onChange={(unit) => set({ unit })}
        find={findUnits}
        words={words}
      />
      <Pick
        label={t('member:member.residence')}
        hint={t('member:member.residence-hint')}
        value={draft.residence}
        onChange={(residence) => set({ residence })}
        find={findPlaces}
        words={words}
      />
      <Field
        label={t('member:member.skills')}
        hint={t('member:member.skills-hint')}
        value={draft.skills}
        onChange={(skills) => set({ skills })}
      />
      <Field
        label={t('member:member.key-label')}
        hint={t('member:member.key-hint')}
        value={draft.sourceKey}
        onChange={(sourceKey) => set({ sourceKey })}
      />
      {error ? (
        <div className="m-wide">
          <ProblemState error={error} />
          {boundary ? <Button to="/tasks/new">{t('member:member.full-domain')}</Button> : null}
        </div>
      ) : null}
      <p className="m-wide second ink2">{t('member:member.form-why')}</p>
      <div className="m-wide m-actions">
        <Button
          kind="primary"
          type="submit"
          disabled={busy || lacking}
          reason={lacking ? t('member:member.needs-name') : undefined}
        >
          {props.submit}
        </Button>
        <Button to={props.cancel}>{t('org:org.form-cancel')}</Button>
      </div>
    </form>
  );
}
