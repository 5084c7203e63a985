import { useTranslation } from 'react-i18next';
import { ProblemAnswer } from '#contract/client';
import { DraftForm, type PageOf } from '../../app/draft-form.tsx';
import { findAreasOf, findUnits } from '../../data/remote/find.ts';
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

/** Where somebody lives is known to the community or village and no closer. */
const findPlaces = findAreasOf('community');

/** Enter or correct a member: the least that is needed; no identity-card number, no telephone, no address has a field. */
export function MemberForm(props: PageOf<MemberDraft> & { readonly nameKept: boolean }) {
  const { t } = useTranslation('member');
  const { nameKept, ...form } = props;
  const spoken = useSpoken();
  return (
    <DraftForm
      {...form}
      spoken={spoken}
      lacking={(draft) => (!nameKept && draft.name.trim() === '' ? t('member.needs-name') : undefined)}
      note={t('member.form-why')}
      wayOut={(error) =>
        error instanceof ProblemAnswer && error.problem.issues?.some((one) => one.code === 'home-unit-boundary') ? (
          <Button to="/tasks/new">{t('member.full-domain')}</Button>
        ) : null
      }
    >
      {(draft, set) => <Fields draft={draft} set={set} nameKept={nameKept} />}
    </DraftForm>
  );
}

function Fields(props: {
  readonly draft: MemberDraft;
  readonly set: (change: Partial<MemberDraft>) => void;
  readonly nameKept: boolean;
}) {
  const { t } = useTranslation(['member', 'org'] as const);
  const { draft, set } = props;
  const words = { clear: t('org:org.pick-clear'), none: t('org:org.pick-none') };
  return (
    <>
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
    </>
  );
}

/** Every field in words, for two versions side by side; the name is not among them, since it is not shown here. */
function useSpoken() {
  const { t } = useTranslation(['member', 'org'] as const);
  return (draft: MemberDraft): readonly (readonly [string, string])[] => [
    [t('org:org.status'), t(`org:org.status-${draft.status}`)],
    [t('org:org.unit'), draft.unit?.name ?? ''],
    [t('member:member.residence'), draft.residence?.name ?? ''],
    [t('member:member.skills'), draft.skills],
    [t('member:member.key-label'), draft.sourceKey],
  ];
}
