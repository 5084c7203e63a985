import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type * as z from 'zod';
import { memberExport, memberReveal, type memberSheetSchema, memberShow } from '#contract/members';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { Masked } from '../../ui/masked.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Reveal } from '../../ui/reveal.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { Absences } from './absences.tsx';
import { Days } from './days.tsx';
import { Lines } from './lines.tsx';
import { Recorded } from './recorded.tsx';
import './members.css';

/** The sheet of a member. */
export type Member = z.output<typeof memberSheetSchema>;

/** Reads one member. */
export function useMember(personId: string) {
  return useQuery({
    queryKey: ['member', personId],
    queryFn: async () => {
      const { data, etag } = await client.call(memberShow, { params: { personId } });
      return { ...data, etag };
    },
  });
}

/** One member: one relationship and what hangs below it, two lines of duty ahead, all that is recorded. */
export function Component() {
  const { t } = useTranslation(['member', 'org'] as const);
  const { personId = '' } = useParams();
  const member = useMember(personId);
  const [name, setName] = useState<string | null>(null);
  const data = member.data;
  if (!data) {
    return (
      <Page>
        <PageHead path={[{ label: t('member:member.title'), to: '/members' }]} title={t('member:member.one')} />
        <Sheet>
          {member.error ? (
            <ProblemState error={member.error} retry={() => void member.refetch()} />
          ) : (
            <Loading label={t('member:member.loading')} lines={8} rowHeight={40} />
          )}
        </Sheet>
      </Page>
    );
  }
  const home = data.lines.find((one) => one.kind === 'home' && one.to > data.today);
  const reveal = async (purpose: string) => {
    const answer = await client.call(memberReveal, { params: { personId }, body: { purpose } });
    setName(answer.data.name);
    void member.refetch();
  };
  return (
    <Page>
      <PageHead
        path={[
          { label: t('member:member.title'), to: '/members' },
          ...(home ? [{ label: home.orgName, to: `/organizations/${home.orgId}` }] : []),
        ]}
        title={<Masked name={name ?? data.name} />}
        state={
          <>
            <span className="q-tag">{t(`org:org.status-${data.status}`)}</span>
            {data.sourceKey ? <span className="m-key second">{t('member:member.key', { key: data.sourceKey })}</span> : null}
          </>
        }
        actions={
          <>
            {data.may.reveal ? <Reveal button shown={name !== null} onReveal={reveal} onHide={() => setName(null)} /> : null}
            {data.may.edit ? <Button to={`/members/${personId}/edit`}>{t('member:member.correct')}</Button> : null}
            {data.may.reveal || data.may.self ? (
              <FileButton take={() => client.call(memberExport, { params: { personId } })}>
                {t('member:member.export')}
              </FileButton>
            ) : null}
          </>
        }
      />
      <Lines member={data} />
      <div className="m-columns">
        <Days member={data} />
        <Recorded member={data} />
      </div>
      {data.absences ? (
        <div className="m-below">
          <Absences member={data} />
        </div>
      ) : null}
    </Page>
  );
}
