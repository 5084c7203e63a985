import type { TFunction } from 'i18next';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { offerListFile } from '#contract/list-files';
import { type confirmedOfferSchema, offerConfirm, offerLed, offerList, type offerSchema } from '#contract/offers';
import { moreOf, usePagedList } from '../../app/paged-list.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/field.tsx';
import { ListFile } from '../../ui/list-file.tsx';
import { Masked } from '../../ui/masked.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { WideTable } from '../../ui/stack.tsx';
import { AllCovered, Loading } from '../../ui/states.tsx';
import { useWrite } from './data.ts';
import '../../ui/plain-table.css';

/** People who report to our community, or volunteer for our tasks; confirming writes down the way they came. */
export function Component() {
  const { t } = useTranslation('running');
  const list = usePagedList(['offers'], async (query) => (await client.call(offerList, { query })).data);
  const { items, query } = list;
  const led = usePagedList(['offers-led'], async (part) => (await client.call(offerLed, { query: part })).data);
  return (
    <Page>
      <PageHead
        path={[{ label: t('today'), to: '/' }]}
        title={t('offers')}
        lead={<p>{t('offers-lead')}</p>}
        actions={
          items.length > 0 ? (
            <ListFile name={t('offers')} take={(format) => client.call(offerListFile, { query: { format } })} />
          ) : undefined
        }
      />
      <Sheet flush foot={moreOf(list)}>
        {query.error ? <ProblemState error={query.error} retry={() => void query.refetch()} /> : null}
        {query.isPending ? <Loading label={t('loading')} lines={4} /> : null}
        {query.data && items.length === 0 ? <AllCovered title={t('offers-none')} /> : null}
        {items.length > 0 ? (
          <div className="q-scroll">
            <table className="q-table">
              <thead>
                <tr>
                  <th scope="col">{t('column-who')}</th>
                  <th scope="col">{t('column-mode')}</th>
                  <th scope="col">{t('column-task')}</th>
                  <th scope="col">{t('column-place')}</th>
                  <th scope="col">{t('offer-into')}</th>
                  <th scope="col">
                    <span className="sr">{t('offer-confirm')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <Offer key={one.id} one={one} />
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
      </Sheet>
      {led.query.error ? <ProblemState error={led.query.error} retry={() => void led.query.refetch()} /> : null}
      {led.items.length > 0 ? <Confirmed items={led.items} all={!led.query.hasNextPage} foot={moreOf(led)} /> : null}
    </Page>
  );
}

/** What became of the confirmed ones: where the plan or the running task has them, or why not yet. */
function Confirmed(props: {
  readonly items: readonly z.output<typeof confirmedOfferSchema>[];
  /** No more can be read: only then their number is the number of all. */
  readonly all: boolean;
  readonly foot: ReactNode;
}) {
  const { items, all, foot } = props;
  const { t } = useTranslation('running');
  return (
    <Sheet
      title={t('offers-confirmed')}
      note={all ? t('offers-confirmed-note', { count: items.length }) : undefined}
      flush
      foot={foot}
    >
      <WideTable>
        <thead>
          <tr>
            <th scope="col">{t('column-who')}</th>
            <th scope="col">{t('column-mode')}</th>
            <th scope="col">{t('column-task')}</th>
            <th scope="col">{t('offer-led')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <Masked name={one.name} /> <span className="second ink2">{one.unitName ?? t('no-unit')}</span>
              </th>
              <td>{t(`mode-${one.mode}`)}</td>
              <td>{one.title}</td>
              <td>{ledTo(one, t)}</td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Sheet>
  );
}

function ledTo(one: z.output<typeof confirmedOfferSchema>, t: TFunction<'running'>): string {
  const posts = one.posts.map(({ post, shift }) => [post, shift].filter(Boolean).join(' ')).join(t('offer-comma'));
  if (one.orgName !== null)
    return posts ? t('offer-serves', { org: one.orgName, posts }) : t('offer-joined', { org: one.orgName });
  if (one.plan === null) return t('offer-no-plan');
  if (posts) return t('offer-planned', { plan: one.plan, posts });
  return t(one.full ? 'offer-unit-full' : 'offer-not-planned', { plan: one.plan });
}

/** One offer: in a running task it says which organization the person joins, the community's own first. */
function Offer({ one }: { readonly one: z.output<typeof offerSchema> }) {
  const { t } = useTranslation('running');
  const write = useWrite();
  const [orgId, setOrgId] = useState(one.places[0]?.orgId ?? null);
  const elsewhere = one.running && one.places.length === 0;
  return (
    <tr>
      <th scope="row">
        <Masked name={one.name} />
      </th>
      <td>{t(`mode-${one.mode}`)}</td>
      <td>{one.title}</td>
      <td>{one.areaName ?? one.unitName ?? t('no-unit')}</td>
      <td>
        {one.unplaced ? <p className="second ink2">{t('offer-unplaced')}</p> : null}
        {one.running ? null : t('offer-into-later')}
        {one.places.length > 0 ? (
          <Choice
            label={t('offer-into')}
            quietLabel
            value={orgId ?? ''}
            onChange={setOrgId}
            options={one.places.map((place) => ({ value: place.orgId, label: place.name }))}
          />
        ) : null}
        {elsewhere ? t('offer-choose') : null}
        {write.error ? <ProblemState error={write.error} /> : null}
      </td>
      <td className="num">
        {elsewhere ? (
          <Button size="row" to={`/tasks/${one.taskId}/running`}>
            {t('offer-see-chain')}
          </Button>
        ) : (
          <Button
            size="row"
            disabled={write.isPending}
            onClick={() => write.mutate(() => client.call(offerConfirm, { params: { offerId: one.id }, body: { orgId } }))}
          >
            {t(one.unplaced ? 'offer-place' : 'offer-confirm')}
          </Button>
        )}
      </td>
    </tr>
  );
}
