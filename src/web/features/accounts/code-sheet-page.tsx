import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeSheetMake } from '#contract/account';
import { ProblemState } from '../../app/problem-state.tsx';
import { useSession } from '../../app/session.tsx';
import { client } from '../../data/remote/client.ts';
import { findHolders } from '../../data/remote/find.ts';
import { Button } from '../../ui/button.tsx';
import { formatDay } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Pick, type Picked } from '../../ui/pick.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack } from '../../ui/stack.tsx';
import { AllCovered } from '../../ui/states.tsx';
import './code-sheet.css';

/** Strips with name, login and one-time code of a branch, for printing and cutting; shown once, names only for handing over. */
export function Component() {
  const { t, i18n } = useTranslation('accounts');
  const { grant } = useSession();
  // A committee has no members of its own: whoever acts for one says which branch below it.
  const [branch, setBranch] = useState<Picked | null>(
    grant?.orgId && grant.form !== 'committee' ? { id: grant.orgId, name: grant.body ?? '' } : null,
  );
  const make = useMutation({
    mutationFn: async () => (await client.call(codeSheetMake, { params: { orgId: branch!.id } })).data,
  });
  const sheet = make.data;
  return (
    <Page>
      <Stack>
        <PageHead
          path={[{ label: t('title'), to: '/accounts' }]}
          title={t('sheet-title')}
          state={sheet?.organization ?? branch?.name}
          lead={<p className="no-print">{t('sheet-lead')}</p>}
          actions={
            sheet ? (
              <Button kind="primary" onClick={() => window.print()}>
                {t('print')}
              </Button>
            ) : (
              <Button kind="primary" onClick={() => make.mutate()} disabled={make.isPending || branch === null}>
                {t(make.isPending ? 'sheet-making' : 'make-sheet')}
              </Button>
            )
          }
        />
        {sheet || make.isPending ? null : (
          <Sheet>
            <Pick
              label={t('sheet-branch')}
              hint={t('sheet-branch-hint')}
              value={branch}
              onChange={(one) => {
                setBranch(one);
                make.reset();
              }}
              find={findHolders}
              words={{ clear: t('body-clear'), none: t('body-none') }}
            />
          </Sheet>
        )}
        {make.error ? <ProblemState error={make.error} /> : null}
        {sheet && sheet.rows.length === 0 ? (
          <Sheet>
            <AllCovered title={t('sheet-none', { count: sheet.alreadyIn })} />
          </Sheet>
        ) : null}
        {sheet && sheet.rows.length > 0 ? (
          <>
            <p className="no-print warn">{t('sheet-once')}</p>
            <ul className="q-code-strips">
              {sheet.rows.map((row) => (
                <li key={row.login}>
                  <b>{row.name}</b>
                  <span>
                    {t('login')} <b>{row.login}</b>
                  </span>
                  <span>
                    {t('code')} <b>{row.code}</b>
                  </span>
                  <span className="second ink2">
                    {t('strip-how', { address: `${window.location.host}/field`, day: formatDay(sheet.expiresAt, i18n.language) })}
                  </span>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </Stack>
    </Page>
  );
}
