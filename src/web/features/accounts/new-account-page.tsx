import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { accountAdd } from '#contract/account';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack } from '../../ui/stack.tsx';
import { type RoleChoice, RoleForm } from './role-form.tsx';

/** A new account with its first role. */
export function Component() {
  const { t } = useTranslation('accounts');
  const [login, setLogin] = useState('');
  const [displayName, setName] = useState('');
  const [choice, setChoice] = useState<RoleChoice>({ role: 'officer', orgId: null, unitId: null });
  const navigate = useNavigate();
  const add = useMutation({
    mutationFn: async () => (await client.call(accountAdd, { body: { login: login.trim(), displayName, ...choice } })).data,
    onSuccess: ({ id }) => void navigate(`/accounts/${id}`),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Page>
      <Stack narrow>
        <PageHead path={[{ label: t('title'), to: '/accounts' }]} title={t('add')} />
        <Sheet>
          <form className="q-form" onSubmit={submit}>
            <Field label={t('login')} value={login} onChange={setLogin} hint={t('login-hint')} autoComplete="off" required />
            <Field label={t('name')} value={displayName} onChange={setName} autoComplete="off" required />
            <RoleForm value={choice} onChange={setChoice} />
            {add.error ? <ProblemState error={add.error} /> : null}
            <div>
              <Button kind="primary" type="submit" disabled={add.isPending}>
                {t('add')}
              </Button>
            </div>
          </form>
        </Sheet>
      </Stack>
    </Page>
  );
}
