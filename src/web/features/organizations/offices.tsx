import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { officeListFile } from '#contract/list-files';
import { officeAdd, officeEnd } from '#contract/organizations';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { findMembers } from '../../data/remote/find.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/field.tsx';
import { formatDay } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Masked } from '../../ui/masked.tsx';
import { Pick, type Picked } from '../../ui/pick.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, NoRight, StateLine } from '../../ui/states.tsx';
import '../../ui/draft.css';
import type { Org } from './page.tsx';

const OFFICES = ['secretary', 'deputy-secretary', 'committee-member'] as const;
const WAYS = ['elected', 'designated'] as const;

/** Who holds an office here and since when; recorded and ended by whoever keeps the organization. */
export function Offices({ org }: { readonly org: Org }) {
  const { t, i18n } = useTranslation('org');
  const cache = useQueryClient();
  const [adding, setAdding] = useState(false);
  const again = () => cache.invalidateQueries();
  const end = useMutation({
    mutationFn: (officeId: string) => client.call(officeEnd, { params: { orgId: org.id, officeId } }),
    // Refused as well: somebody else may have ended it a moment ago, and the list should say so.
    onSettled: again,
  });
  const edit = org.may.edit && org.may.seePersons && org.standing;
  return (
    <Sheet
      flush
      title={t('org.offices')}
      aside={
        <>
          {org.offices.length > 0 ? (
            <ListFile
              name={`${org.name} ${t('org.offices')}`}
              take={(format) => client.call(officeListFile, { params: { orgId: org.id }, query: { format } })}
            />
          ) : null}
          {edit && !adding ? (
            <Button kind="link" size="row" onClick={() => setAdding(true)}>
              {t('org.office-add')}
            </Button>
          ) : null}
        </>
      }
    >
      {end.error ? (
        <div className="o-pad">
          <ProblemState error={end.error} />
        </div>
      ) : null}
      <Warnings org={org} />
      {org.offices.length === 0 ? (
        <div className="o-pad">
          <Empty title={t('org.offices-none')} />
        </div>
      ) : null}
      <ul className="o-rows">
        {org.offices.map((one) => (
          <li key={one.id}>
            <b>{t(`org.office-${one.office}`)}</b>
            {one.name ? <Masked name={one.name} /> : <span className="ink2">{t('org.office-held')}</span>}
            <span className="o-rows-end ink2">
              <span>{t('org.office-since', { how: t(`org.how-${one.how}`), day: formatDay(one.from, i18n.language) })}</span>
              {edit ? (
                <Button
                  kind="link"
                  size="row"
                  disabled={end.isPending}
                  onClick={() => end.mutate(one.id)}
                  label={t('org.office-end-label', { office: t(`org.office-${one.office}`), name: one.name ?? '' })}
                >
                  {t('org.office-end')}
                </Button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {org.may.seePersons || org.offices.length === 0 ? null : (
        <div className="o-pad">
          <NoRight title={t('org.offices-guarded')} />
        </div>
      )}
      {adding ? (
        <div className="o-pad">
          <Add
            org={org}
            done={async () => {
              setAdding(false);
              await again();
            }}
            cancel={() => setAdding(false)}
          />
        </div>
      ) : null}
    </Sheet>
  );
}

/** What the data say against themselves: a term that is over with offices still held, or two in an office that only one can hold. */
function Warnings({ org }: { readonly org: Org }) {
  const { t, i18n } = useTranslation('org');
  const over = org.termEndsOn !== null && org.termEndsOn < org.today && org.offices.length > 0;
  const secretaries = org.offices.filter((one) => one.office === 'secretary').length;
  if (!over && secretaries < 2) return null;
  return (
    <div className="o-pad">
      {secretaries > 1 ? (
        <StateLine mark="check" title={t('org.office-two', { count: secretaries })}>
          {t('org.office-two-way')}
        </StateLine>
      ) : null}
      {over ? (
        <StateLine mark="over" title={t('org.office-over', { day: formatDay(org.termEndsOn ?? '', i18n.language) })}>
          {t('org.office-over-way')}
        </StateLine>
      ) : null}
    </div>
  );
}

function Add({ org, done, cancel }: { readonly org: Org; readonly done: () => Promise<void>; readonly cancel: () => void }) {
  const { t } = useTranslation(['org', 'shell']);
  const [person, setPerson] = useState<Picked | null>(null);
  const [office, setOffice] = useState<(typeof OFFICES)[number]>('secretary');
  const [how, setHow] = useState<(typeof WAYS)[number]>('elected');
  const findHere = useCallback((text: string) => findMembers(text, org.id), [org.id]);
  const add = useMutation({
    mutationFn: () => client.call(officeAdd, { params: { orgId: org.id }, body: { personId: person?.id ?? '', office, how } }),
    onSuccess: done,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form className="q-draft" onSubmit={submit}>
      <Pick
        label={t('org.office-person')}
        hint={t('org.office-person-hint')}
        value={person}
        onChange={setPerson}
        find={findHere}
        words={{ clear: t('org.pick-clear'), none: t('org.pick-none') }}
      />
      <Choice
        label={t('org.office-which')}
        value={office}
        options={OFFICES.map((one) => ({ value: one, label: t(`org.office-${one}`) }))}
        onChange={(value) => setOffice(OFFICES.find((one) => one === value) ?? 'secretary')}
      />
      <Choice
        label={t('org.office-how')}
        value={how}
        options={WAYS.map((one) => ({ value: one, label: t(`org.how-${one}`) }))}
        onChange={(value) => setHow(WAYS.find((one) => one === value) ?? 'elected')}
      />
      {add.error ? (
        <div className="q-draft-wide">
          <ProblemState error={add.error} />
        </div>
      ) : null}
      <div className="q-draft-actions">
        <Button
          kind="primary"
          type="submit"
          disabled={add.isPending || person === null}
          reason={person === null ? t('org.office-needs-person') : undefined}
        >
          {t('org.office-save')}
        </Button>
        <Button onClick={cancel}>{t('shell:form-cancel')}</Button>
      </div>
    </form>
  );
}
