import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { forceListFile, resourceListFile } from '#contract/list-files';
import {
  type catalogueSchema,
  catalogueShow,
  forceList,
  RESOURCE_KINDS,
  type Resource,
  resourceList,
  resourceOffer,
  resourceWithdraw,
} from '#contract/resources';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { findUnits } from '../../data/remote/find.ts';
import { Button } from '../../ui/button.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { formatNumber } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Pick, type Picked } from '../../ui/pick.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import '../../ui/plain-table.css';
import './resources.css';

type Catalogue = z.output<typeof catalogueSchema>;

/** Two catalogues that never mix: resources line by line, forces as counts. */
export function Component() {
  const { t } = useTranslation('resources');
  const list = useQuery({ queryKey: ['catalogue'], queryFn: async () => (await client.call(catalogueShow, {})).data });
  return (
    <Page>
      <PageHead path={[{ label: t('today'), to: '/' }]} title={t('title')} lead={<p>{t('lead')}</p>} />
      {list.error && !list.data ? (
        <Sheet>
          <ProblemState error={list.error} retry={() => void list.refetch()} />
        </Sheet>
      ) : null}
      {list.isPending ? (
        <Sheet>
          <Loading label={t('loading')} lines={8} />
        </Sheet>
      ) : null}
      {list.data ? (
        <div className="r-columns">
          <div>
            <Resources editable={list.data.units.length > 0} />
            {list.data.units.length > 0 ? <NewResource units={list.data.units} more={list.data.moreUnits} /> : null}
          </div>
          <Forces catalogue={list.data} />
        </div>
      ) : null}
    </Page>
  );
}

/** One write, then the catalogue is read again. */
function useWrite() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['catalogue'] }),
  });
}

function Resources({ editable }: { readonly editable: boolean }) {
  const { t } = useTranslation('resources');
  const write = useWrite();
  const list = usePagedList(['catalogue', 'resources'], async (query) => (await client.call(resourceList, { query })).data);
  const { items, query } = list;
  return (
    <Sheet
      title={t('resources')}
      note={query.data && !query.hasNextPage ? t('resources-note', { count: items.length }) : undefined}
      foot={moreOf(list)}
      flush={items.length > 0}
      aside={
        items.length > 0 ? (
          <ListFile name={t('resources')} take={(format) => client.call(resourceListFile, { query: { format } })} />
        ) : undefined
      }
    >
      {write.error ? <ProblemState error={write.error} /> : null}
      {query.error ? <ProblemState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <Loading label={t('loading')} lines={4} /> : null}
      {query.data && items.length === 0 ? <p className="ink2">{t('resources-none')}</p> : null}
      {items.length > 0 ? (
        <div className="q-scroll">
          <table className="q-table">
            <thead>
              <tr>
                <th scope="col">{t('column-title')}</th>
                <th scope="col">{t('column-kind')}</th>
                <th scope="col">{t('column-unit')}</th>
                <th scope="col">{t('column-state')}</th>
                <th scope="col">
                  <span className="sr">{t('column-do')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <th scope="row">{one.quantity === null ? one.title : t('amount', { ...one, measure: one.measure ?? '' })}</th>
                  <td>{t(`kind-${one.kind}`)}</td>
                  <td>{one.unitName}</td>
                  <td className="ink2">
                    {one.state === 'used' ? t('state-used', { task: one.taskTitle, usedFor: one.usedFor }) : t('state-offered')}
                  </td>
                  <td className="num">
                    {editable ? (
                      <Button
                        size="row"
                        disabled={write.isPending}
                        label={`${t('withdraw')} ${one.title}`}
                        onClick={() => write.mutate(() => client.call(resourceWithdraw, { params: { resourceId: one.id } }))}
                      >
                        {t('withdraw')}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Sheet>
  );
}

/** Offering for a unit: chosen from the list, or found by its name where the list would be too long. */
function NewResource({ units, more }: { readonly units: Catalogue['units']; readonly more: boolean }) {
  const { t } = useTranslation('resources');
  const write = useWrite();
  const [unit, setUnit] = useState<Picked | null>(more ? null : units[0]!);
  const [kind, setKind] = useState<Resource['kind']>('thing');
  const [title, setTitle] = useState('');
  const [quantity, setQuantity] = useState('');
  const [measure, setMeasure] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      unitId: unit!.id,
      kind,
      title,
      quantity: /^\d+$/.test(quantity) ? Number(quantity) : null,
      measure: measure.trim() || null,
    };
    write.mutate(async () => {
      await client.call(resourceOffer, { body });
      setTitle('');
      setQuantity('');
      setMeasure('');
    });
  };
  return (
    <Sheet title={t('new')}>
      {write.error ? <ProblemState error={write.error} /> : null}
      <form className="r-form" onSubmit={send}>
        {more ? (
          <Pick
            label={t('new-unit')}
            hint={t('new-unit-hint')}
            value={unit}
            onChange={setUnit}
            find={findUnits}
            words={{ clear: t('new-unit-change'), none: t('new-unit-none') }}
          />
        ) : (
          <Choice
            label={t('new-unit')}
            value={unit?.id ?? ''}
            onChange={(id) => setUnit(units.find((one) => one.id === id) ?? null)}
            options={units.map((one) => ({ value: one.id, label: one.name }))}
          />
        )}
        <Choice
          label={t('new-kind')}
          value={kind}
          onChange={(value) => setKind(value as Resource['kind'])}
          options={RESOURCE_KINDS.map((one) => ({ value: one, label: t(`kind-${one}`) }))}
        />
        <Field label={t('new-title')} hint={t('new-title-hint')} value={title} onChange={setTitle} required />
        <Field label={t('new-quantity')} type="number" value={quantity} onChange={setQuantity} />
        <Field label={t('new-measure')} value={measure} onChange={setMeasure} />
        <div>
          <Button kind="primary" type="submit" disabled={title.trim() === '' || unit === null || write.isPending}>
            {t('new-do')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

function Forces({ catalogue }: { readonly catalogue: Catalogue }) {
  const { t } = useTranslation(['resources', 'skills']);
  const list = usePagedList(['catalogue', 'forces'], async (query) => (await client.call(forceList, { query })).data);
  const { offers, skills } = catalogue;
  const count = (value: number | null) => (value === null ? t('ui:few') : formatNumber(value));
  return (
    <Sheet
      title={t('resources:forces')}
      note={t('resources:forces-note')}
      aside={
        list.items.length > 0 ? (
          <ListFile name={t('resources:forces')} take={(format) => client.call(forceListFile, { query: { format } })} />
        ) : undefined
      }
    >
      {offers > 0 ? (
        <p>
          {t('resources:offers', { count: offers })}{' '}
          <Button kind="link" size="row" to="/offers">
            {t('resources:see-offers')}
          </Button>
        </p>
      ) : null}
      <h3 className="r-sub">{t('resources:skills')}</h3>
      {skills.length === 0 ? <p className="ink2">{t('resources:skills-none')}</p> : null}
      <ul className="r-skills">
        {skills.map((one) => {
          const name = t(`skills:skill.${one.code}`, { defaultValue: one.code });
          return (
            <li key={one.code}>
              {one.willing === null
                ? t('resources:skill-few', { name })
                : t('resources:skill-count', { name, count: one.willing })}
            </li>
          );
        })}
      </ul>
      <h3 className="r-sub">{t('resources:units')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by keyboard too */}
      <section className="q-scroll r-units" aria-label={t('resources:units')} tabIndex={0}>
        <table className="q-table">
          <thead>
            <tr>
              <th scope="col">{t('resources:column-lender')}</th>
              <th scope="col" className="num">
                {t('resources:column-members')}
              </th>
              <th scope="col" className="num">
                {t('resources:column-lent')}
              </th>
              <th scope="col" className="num">
                {t('resources:column-cap')}
              </th>
            </tr>
          </thead>
          <tbody>
            {list.items.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.name}</th>
                <td className="num">{count(one.members)}</td>
                <td className="num">{count(one.lent)}</td>
                <td className="num">{one.cap === null ? null : formatNumber(one.cap)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {list.query.error ? <ProblemState error={list.query.error} retry={() => void list.query.refetch()} /> : null}
      {moreOf(list)}
    </Sheet>
  );
}
