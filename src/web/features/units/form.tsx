import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { unitInputSchema } from '#contract/units';
import { ADMINISTRATIVE_BODIES, TIERS, UNIT_KINDS } from '#kernel/registry';
import { DraftForm, type PageOf } from '../../app/draft-form.tsx';
import { findAreas, findUnits } from '../../data/remote/find.ts';
import { Choice, Field } from '../../ui/field.tsx';
import { Pick, type Picked } from '../../ui/pick.tsx';
import './units.css';

/** Sorts of social organizations that the register tells apart (lecture 48.5–48.8). */
const SOCIAL_SORTS = ['foundation', 'research-society', 'industry-association', 'association', 'service-institution'] as const;

/** What the form holds while it is edited: numbers as they were typed. */
export interface UnitDraft {
  readonly name: string;
  readonly kind: string;
  readonly subtype: string;
  readonly tier: string;
  readonly affiliation: Picked | null;
  readonly located: Picked | null;
  readonly authority: Picked | null;
  readonly soeTier: string;
  readonly ownership: string;
  readonly industry: string;
  readonly fullTime: string;
  readonly partTime: string;
  readonly cap: string;
  readonly sourceKey: string;
}

/** An empty draft at a place. */
export const emptyUnit = (located: Picked | null): UnitDraft => ({
  name: '',
  kind: 'organ',
  subtype: '',
  tier: '',
  affiliation: null,
  located,
  authority: null,
  soeTier: '',
  ownership: '',
  industry: '',
  fullTime: '',
  partTime: '',
  cap: '',
  sourceKey: '',
});

/** A text as a whole number, null when empty; what is no number is sent as it cannot be, so that the answer names the field. */
const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

/** The draft as the request takes it; fields that the kind does not have are left empty. */
export function unitInputOf(draft: UnitDraft): z.input<typeof unitInputSchema> {
  const social = draft.kind === 'social-organization';
  return {
    name: draft.name,
    kind: draft.kind,
    sourceKey: draft.sourceKey.trim() || null,
    affiliationTier: draft.tier || null,
    affiliationAreaId: draft.affiliation?.id ?? null,
    locatedAreaId: draft.located?.id ?? null,
    soeTier: draft.kind === 'state-enterprise' ? numberOf(draft.soeTier) : null,
    ownership: draft.ownership.trim() || null,
    industry: draft.industry.trim() || null,
    subtype: social || draft.kind === 'administrative-body' ? draft.subtype || null : null,
    authorityUnitId: social ? (draft.authority?.id ?? null) : null,
    fullTimeStaff: numberOf(draft.fullTime),
    partTimeStaff: numberOf(draft.partTime),
    releaseCap: numberOf(draft.cap),
  };
}

/** Enter or change a unit: where it belongs and where it stands are two fields. */
export function UnitForm(props: PageOf<UnitDraft>) {
  const { t } = useTranslation('units');
  const spoken = useSpoken();
  return (
    <DraftForm
      {...props}
      spoken={spoken}
      lacking={(draft) => (draft.name.trim() === '' || draft.located === null ? t('needs') : undefined)}
    >
      {(draft, set) => <Fields draft={draft} set={set} />}
    </DraftForm>
  );
}

function Fields({ draft, set }: { readonly draft: UnitDraft; readonly set: (change: Partial<UnitDraft>) => void }) {
  const { t } = useTranslation(['units', 'org'] as const);
  const words = { clear: t('org:org.pick-clear'), none: t('org:org.pick-none') };
  const place = { find: findAreas, words, hint: t('org:org.form-area-hint') };
  const social = draft.kind === 'social-organization';
  return (
    <>
      <Field label={t('units:name')} value={draft.name} onChange={(name) => set({ name })} required />
      <Choice
        label={t('units:kind')}
        value={draft.kind}
        options={UNIT_KINDS.map((one) => ({ value: one, label: t(`org:org.unit-kind-${one}`) }))}
        onChange={(kind) => set({ kind, subtype: '' })}
      />
      {social || draft.kind === 'administrative-body' ? (
        <Choice
          label={t('units:subtype')}
          value={draft.subtype}
          options={['', ...(social ? SOCIAL_SORTS : ADMINISTRATIVE_BODIES)].map((one) => ({
            value: one,
            label: t(one === '' ? 'units:not-stated' : `units:subtype-${one}`),
          }))}
          onChange={(subtype) => set({ subtype })}
        />
      ) : null}
      {social ? (
        <Pick
          label={t('units:authority')}
          value={draft.authority}
          onChange={(authority) => set({ authority })}
          find={findUnits}
          words={words}
          hint={t('org:org.form-unit-hint')}
        />
      ) : null}
      {draft.kind === 'state-enterprise' ? (
        <Choice
          label={t('units:soe-tier')}
          value={draft.soeTier}
          options={['', '1', '2', '3', '4', '5'].map((one) => ({
            value: one,
            label: one === '' ? t('units:not-stated') : t('units:soe-tier-value', { tier: one }),
          }))}
          onChange={(soeTier) => set({ soeTier })}
        />
      ) : null}
      <Choice
        label={t('units:tier')}
        value={draft.tier}
        options={['', ...TIERS].map((one) => ({ value: one, label: t(one === '' ? 'units:not-stated' : `org:org.tier-${one}`) }))}
        onChange={(tier) => set({ tier })}
      />
      <Pick
        label={t('units:affiliation')}
        value={draft.affiliation}
        onChange={(affiliation) => set({ affiliation })}
        {...place}
      />
      <Pick label={t('units:located')} value={draft.located} onChange={(located) => set({ located })} {...place} />
      <Field label={t('units:full-time')} type="number" value={draft.fullTime} onChange={(fullTime) => set({ fullTime })} />
      <Field label={t('units:part-time')} type="number" value={draft.partTime} onChange={(partTime) => set({ partTime })} />
      <Field label={t('units:cap')} type="number" hint={t('units:cap-hint')} value={draft.cap} onChange={(cap) => set({ cap })} />
      <Field label={t('units:ownership')} value={draft.ownership} onChange={(ownership) => set({ ownership })} />
      <Field label={t('units:industry')} value={draft.industry} onChange={(industry) => set({ industry })} />
      <Field
        label={t('org:org.form-key')}
        hint={t('units:key-hint')}
        value={draft.sourceKey}
        onChange={(sourceKey) => set({ sourceKey })}
      />
    </>
  );
}

/** Every field in words, for two versions side by side. */
function useSpoken() {
  const { t } = useTranslation(['units', 'org'] as const);
  return (draft: UnitDraft): readonly (readonly [string, string])[] => [
    [t('units:name'), draft.name],
    [t('units:kind'), t(`org:org.unit-kind-${draft.kind}`)],
    [t('units:subtype'), draft.subtype && t(`units:subtype-${draft.subtype}`)],
    [t('units:authority'), draft.authority?.name ?? ''],
    [t('units:soe-tier'), draft.soeTier],
    [t('units:tier'), draft.tier && t(`org:org.tier-${draft.tier}`)],
    [t('units:affiliation'), draft.affiliation?.name ?? ''],
    [t('units:located'), draft.located?.name ?? ''],
    [t('units:full-time'), draft.fullTime],
    [t('units:part-time'), draft.partTime],
    [t('units:cap'), draft.cap],
    [t('units:ownership'), draft.ownership],
    [t('units:industry'), draft.industry],
    [t('org:org.form-key'), draft.sourceKey],
  ];
}
