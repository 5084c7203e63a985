import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bodySearch } from '#contract/account';
import type { Role } from '#contract/roles';
import { client } from '../../data/remote/client.ts';
import { Choice } from '../../ui/field.tsx';
import { Pick, type Picked } from '../../ui/pick.tsx';

const GIVEN: readonly Role[] = [
  'officer',
  'secretary',
  'headquarters',
  'member',
  'system-administrator',
  'security-administrator',
];

/** A role and where it is held; administrators may have no body. */
export interface RoleChoice {
  readonly role: Role;
  readonly orgId: string | null;
  readonly unitId: string | null;
}

/** Bodies by characters, pinyin or initials; the id says as well whether it is an organization or a unit. */
const findBodies = async (q: string): Promise<Picked[]> =>
  (await client.call(bodySearch, { query: { q } })).data.items.map((one) => ({
    id: `${one.kind} ${one.id}`,
    name: one.name,
    place: one.above,
  }));

/** Picks a role, then looks up the organization. */
export function RoleForm({ value, onChange }: { readonly value: RoleChoice; readonly onChange: (value: RoleChoice) => void }) {
  const { t } = useTranslation(['accounts', 'shell']);
  const [body, setBody] = useState<Picked | null>(null);
  const administers = value.role.endsWith('-administrator');
  const choose = (role: Role, chosen: Picked | null) => {
    const [kind, id] = chosen?.id.split(' ') ?? [];
    setBody(chosen);
    onChange({ role, orgId: kind === 'org' ? id! : null, unitId: kind === 'unit' ? id! : null });
  };
  return (
    <>
      <Choice
        label={t('role')}
        value={value.role}
        options={GIVEN.map((role) => ({ value: role, label: t(`shell:role-${role}`) }))}
        onChange={(role) => choose(GIVEN.find((one) => one === role) ?? 'officer', null)}
      />
      <Pick
        label={administers ? t('body-optional') : t('body')}
        hint={t('body-hint')}
        value={body}
        onChange={(chosen) => choose(value.role, chosen)}
        find={findBodies}
        words={{ clear: t('body-clear'), none: t('body-none') }}
      />
    </>
  );
}
