import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { unitEdit, unitEnd } from '#contract/units';
import { ProblemState } from '../../app/problem-state.tsx';
import { useBase } from '../../app/use-base.ts';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack } from '../../ui/stack.tsx';
import { type UnitDraft, UnitForm, unitInputOf } from './form.tsx';
import { type Unit, useUnit } from './page.tsx';

/** Change a unit or end it. Two editors: the second one is shown what the first one wrote. */
export function Component() {
  const { t } = useTranslation('units');
  const { unitId = '' } = useParams();
  const unit = useUnit(unitId);
  const base = useBase(unit);
  const cache = useQueryClient();
  const go = useNavigate();
  const back = `/units/${unitId}`;
  return (
    <Page>
      <Stack>
        <PageHead path={[{ label: unit.data?.name ?? '', to: back }]} title={t('edit-title')} />
        {unit.error ? <ProblemState error={unit.error} /> : null}
        {base.data ? (
          <Sheet>
            <UnitForm
              draft={draftOf(base.data)}
              newest={async () => draftOf(await base.newest())}
              submit={t('edit-submit')}
              cancel={back}
              onSubmit={async (draft) => {
                await client.call(unitEdit, { params: { unitId }, body: unitInputOf(draft) }, { ifMatch: base.etag() });
                await cache.invalidateQueries();
                await go(back);
              }}
            />
          </Sheet>
        ) : null}
        {unit.data?.may.edit ? <End unitId={unitId} /> : null}
      </Stack>
    </Page>
  );
}

function End({ unitId }: { readonly unitId: string }) {
  const { t } = useTranslation('units');
  const [error, setError] = useState<unknown>(null);
  const cache = useQueryClient();
  const go = useNavigate();
  const end = () => {
    client.call(unitEnd, { params: { unitId } }).then(
      async () => {
        await cache.invalidateQueries();
        await go('/units');
      },
      (reason: unknown) => setError(reason),
    );
  };
  return (
    <Sheet title={t('end-title')} note={t('end-note')}>
      {error ? <ProblemState error={error} /> : null}
      <Button onClick={end}>{t('end-submit')}</Button>
    </Sheet>
  );
}

const text = (value: number | null): string => (value === null ? '' : String(value));

function draftOf(unit: Unit): UnitDraft {
  const picked = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  return {
    name: unit.name,
    kind: unit.kind,
    subtype: unit.subtype ?? '',
    tier: unit.affiliationTier ?? '',
    affiliation: picked(unit.affiliationAreaId, unit.affiliationArea),
    located: picked(unit.locatedAreaId, unit.locatedArea),
    authority: picked(unit.authorityUnitId, unit.authority),
    soeTier: text(unit.soeTier),
    ownership: unit.ownership ?? '',
    industry: unit.industry ?? '',
    fullTime: text(unit.fullTimeStaff),
    partTime: text(unit.partTimeStaff),
    cap: text(unit.releaseCap),
    sourceKey: unit.sourceKey ?? '',
  };
}
