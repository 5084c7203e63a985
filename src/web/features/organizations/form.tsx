import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { orgInputSchema } from '#contract/organizations';
import { type LOCAL_TIERS, tierOfArea } from '#kernel/registry';
import { DraftForm, type PageOf } from '../../app/draft-form.tsx';
import { findAreas, findAreasOf, findOrgs, findTaskOrgs, findUnits } from '../../data/remote/find.ts';
import { Button } from '../../ui/button.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { Pick, type Picked } from '../../ui/pick.tsx';

/** Central organizations stand in the register for reference and are never entered here (S-014). */
const CLASSES = ['primary-level', 'local', 'leading-group'] as const;
const LOCAL = ['county', 'city', 'province'] as const satisfies readonly (typeof LOCAL_TIERS)[number][];
type LocalTier = (typeof LOCAL)[number];
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
  readonly evolvedFrom: Picked | null;
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
  evolvedFrom: null,
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
    evolvedFromId: draft.evolvedFrom?.id ?? null,
    termEndsOn: draft.termEndsOn || null,
    hasCommittee: draft.committee === '' ? null : draft.committee === 'yes',
    startedOn: draft.startedOn || null,
    sourceKey: draft.sourceKey.trim() || null,
  };
}

/** Set up or change a standing organization. */
export function OrgForm(props: PageOf<OrgDraft> & { readonly mayMove: boolean }) {
  const { t } = useTranslation('org');
  const { mayMove, ...form } = props;
  const spoken = useSpoken();
  return (
    <DraftForm {...form} spoken={spoken} lacking={(draft) => (draft.name.trim() === '' ? t('org.form-needs-name') : undefined)}>
      {(draft, set) => <Fields draft={draft} set={set} mayMove={mayMove} />}
    </DraftForm>
  );
}

function Fields(props: {
  readonly draft: OrgDraft;
  readonly set: (change: Partial<OrgDraft>) => void;
  readonly mayMove: boolean;
}) {
  const { t } = useTranslation('org');
  const { draft, set } = props;
  const words = { clear: t('org.pick-clear'), none: t('org.pick-none') };
  const leading = draft.class === 'leading-group';
  return (
    <>
      <Field label={t('org.form-name')} value={draft.name} onChange={(name) => set({ name })} required />
      <Choice
        label={t('org.form-class')}
        value={draft.class}
        options={CLASSES.map((one) => ({ value: one, label: t(`org.class-${one}`) }))}
        // A local organization is a committee; the other forms belong to the primary level.
        onChange={(value) => set({ class: value, ...(value === 'local' ? { form: 'committee', joint: [] } : {}) })}
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
      <Place draft={draft} set={set} />
      {leading || draft.class === 'local' ? null : (
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
      <Pick
        label={t('org.form-evolved')}
        hint={t('org.form-evolved-hint')}
        value={draft.evolvedFrom}
        onChange={(evolvedFrom) => set({ evolvedFrom })}
        find={findTaskOrgs}
        words={words}
      />
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
    </>
  );
}

/** The area it leads. A local organization stands at province, city or county only: the tier is chosen and nothing else is offered (S-015). */
function Place({ draft, set }: { readonly draft: OrgDraft; readonly set: (change: Partial<OrgDraft>) => void }) {
  const { t } = useTranslation('org');
  const local = draft.class === 'local';
  const tierOf = (area: Picked | null) => (area?.kind ? tierOfArea({ kind: area.kind, overlay: false } as never) : null);
  const [tier, setTier] = useState<LocalTier>(LOCAL.find((one) => one === tierOf(draft.area)) ?? 'county');
  const find = useMemo(() => (local ? findAreasOf(tier) : findAreas), [local, tier]);
  const fits = !local || tierOf(draft.area) === tier;
  useEffect(() => {
    if (draft.area && !fits) set({ area: null });
  });
  return (
    <>
      {local ? (
        <Choice
          label={t('org.form-tier')}
          value={tier}
          options={LOCAL.map((one) => ({ value: one, label: t(`org.tier-${one}`) }))}
          onChange={(value) => setTier(LOCAL.find((one) => one === value) ?? 'county')}
        />
      ) : null}
      <Pick
        label={t('org.form-area')}
        hint={local ? t(`org.form-area-hint-${tier}`) : t('org.form-area-hint')}
        value={draft.area}
        onChange={(area) => set({ area })}
        find={find}
        words={{ clear: t('org.pick-clear'), none: t('org.pick-none') }}
      />
    </>
  );
}

/** Every field in words, for two versions side by side. */
function useSpoken() {
  const { t } = useTranslation('org');
  return (draft: OrgDraft): readonly (readonly [string, string])[] => [
    [t('org.form-name'), draft.name],
    [t('org.form-class'), t(`org.class-${draft.class}`)],
    [t('org.form-form'), t(`org.form-${draft.form}`)],
    [t('org.form-parent'), draft.parent?.name ?? ''],
    [t('org.form-unit'), draft.unit?.name ?? ''],
    [t('org.form-area'), draft.area?.name ?? ''],
    [t('org.form-joint'), draft.joint.map((one) => one.name).join(t('org.list-semicolon'))],
    [t('org.form-evolved'), draft.evolvedFrom?.name ?? ''],
    [t('org.form-started'), draft.startedOn],
    [t('org.term-ends'), draft.termEndsOn],
    [t('org.form-has-committee'), t(`org.form-has-committee-${draft.committee || 'unknown'}`)],
    [t('org.form-key'), draft.sourceKey],
  ];
}
