import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bodySearch } from '#contract/account';
import type { Role } from '#contract/roles';
import { client } from '../../data/remote/client.ts';
import { Choice, Field } from '../../ui/field.tsx';

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

/** Picks a role, then looks up the organization by characters, pinyin or initials. */
export function RoleForm({ value, onChange }: { readonly value: RoleChoice; readonly onChange: (value: RoleChoice) => void }) {
  const { t } = useTranslation(['accounts', 'shell']);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState('');
  const asked = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['role-bodies', asked],
    queryFn: async () => (await client.call(bodySearch, { query: { q: asked } })).data.items,
    enabled: asked !== '' && asked !== chosen,
  });
  const administers = value.role.endsWith('-administrator');
  return (
    <>
      <Choice
        label={t('role')}
        value={value.role}
        options={GIVEN.map((role) => ({ value: role, label: t(`shell:role-${role}`) }))}
        onChange={(role) => onChange({ role: GIVEN.find((one) => one === role) ?? 'officer', orgId: null, unitId: null })}
      />
      <Field
        label={administers ? t('body-optional') : t('body')}
        value={text}
        onChange={(next) => {
          setText(next);
          onChange({ ...value, orgId: null, unitId: null });
        }}
        hint={t('body-hint')}
        autoComplete="off"
      />
      {found.data && !(value.orgId || value.unitId) ? (
        <ul>
          {found.data.length === 0 ? <li className="ink2">{t('body-none', { text: asked })}</li> : null}
          {found.data.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className="q-menu-item"
                onClick={() => {
                  setText(one.name);
                  setChosen(one.name);
                  onChange({
                    role: value.role,
                    orgId: one.kind === 'org' ? one.id : null,
                    unitId: one.kind === 'unit' ? one.id : null,
                  });
                }}
              >
                {one.name} <span className="second ink2">{one.above}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
