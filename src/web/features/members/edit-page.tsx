import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { memberEdit, memberLeave, transferStart } from '#contract/members';
import { RETENTION } from '#contract/privacy';
import { ProblemState } from '../../app/problem-state.tsx';
import { useBase } from '../../app/use-base.ts';
import { client } from '../../data/remote/client.ts';
import { findHolders } from '../../data/remote/find.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Pick, type Picked } from '../../ui/pick.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { inputOf, type MemberDraft, MemberForm } from './form.tsx';
import { type Member, useMember } from './page.tsx';
import './members.css';

/** Correct what is recorded, start the transfer of the relationship, or note that the member leaves. */
export function Component() {
  const { t } = useTranslation('member');
  const { personId = '' } = useParams();
  const member = useMember(personId);
  const cache = useQueryClient();
  const go = useNavigate();
  const base = useBase(member);
  const { data } = base;
  const back = `/members/${personId}`;
  return (
    <Page>
      <PageHead path={[{ label: data?.name ?? '', to: back }]} title={t('member.correct')} lead={t('member.correct-lead')} />
      {member.error ? <ProblemState error={member.error} /> : null}
      {data ? (
        <>
          <Sheet>
            <MemberForm
              nameKept
              draft={draftOf(data)}
              newest={async () => draftOf(await base.newest())}
              submit={t('member.correct-submit')}
              cancel={back}
              onSubmit={async (draft) => {
                const name = draft.name.trim();
                await client.call(
                  memberEdit,
                  { params: { personId }, body: { ...inputOf(draft), ...(name === '' ? {} : { name }) } },
                  { ifMatch: base.etag() },
                );
                await cache.invalidateQueries();
                await go(back);
              }}
            />
          </Sheet>
          <Transfer member={data} />
          <Leave member={data} />
        </>
      ) : null}
    </Page>
  );
}

const LEFT_DAYS = RETENTION.find((one) => one.key === 'register')?.days ?? 0;

/** Leaving for good: a tick stands before the button, because it ends duties at once. */
function Leave({ member }: { readonly member: Member }) {
  const { t } = useTranslation('member');
  const [sure, setSure] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const cache = useQueryClient();
  const go = useNavigate();
  const home = member.lines.find((line) => line.kind === 'home' && line.to > member.today);
  const leave = () => {
    client.call(memberLeave, { params: { personId: member.id } }).then(
      async () => {
        await cache.invalidateQueries();
        await go(home ? `/organizations/${home.orgId}` : '/organizations');
      },
      (reason: unknown) => setError(reason),
    );
  };
  return (
    <div className="m-below">
      <Sheet title={t('member.leave-title')} note={t('member.leave-note', { count: LEFT_DAYS })}>
        <div className="m-transfer">
          <label>
            <input type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} />{' '}
            {t('member.leave-sure', { name: member.name })}
          </label>
          {error ? <ProblemState error={error} /> : null}
          <Button onClick={leave} disabled={!sure} reason={sure ? undefined : t('member.leave-needs')}>
            {t('member.leave-submit')}
          </Button>
        </div>
      </Sheet>
    </div>
  );
}

function Transfer({ member }: { readonly member: Member }) {
  const { t } = useTranslation(['member', 'org'] as const);
  const [to, setTo] = useState<Picked | null>(null);
  const [error, setError] = useState<unknown>(null);
  const cache = useQueryClient();
  const go = useNavigate();
  if (member.transfer) return null;
  const start = () => {
    if (!to) return;
    client.call(transferStart, { params: { personId: member.id }, body: { toOrgId: to.id } }).then(
      async () => {
        await cache.invalidateQueries();
        await go(`/members/${member.id}`);
      },
      (reason: unknown) => setError(reason),
    );
  };
  return (
    <div className="m-below">
      <Sheet title={t('member:member.transfer-title')} note={t('member:member.transfer-note')}>
        <div className="m-transfer">
          <Pick
            label={t('member:member.transfer-where')}
            hint={t('org:org.find-hint')}
            value={to}
            onChange={setTo}
            find={findHolders}
            words={{ clear: t('org:org.pick-clear'), none: t('org:org.pick-none') }}
          />
          {error ? <ProblemState error={error} /> : null}
          <Button onClick={start} disabled={to === null} reason={to === null ? t('member:member.transfer-needs') : undefined}>
            {t('member:member.transfer-start')}
          </Button>
        </div>
      </Sheet>
    </div>
  );
}

/** The name is not read here: an empty one keeps what is recorded. */
function draftOf(member: Member): MemberDraft {
  return {
    name: '',
    status: member.status,
    unit: member.unit,
    residence: member.residence,
    sourceKey: member.sourceKey ?? '',
    skills: member.skills.join('、'),
  };
}
