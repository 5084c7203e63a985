import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { smallUnits } from '#contract/joint-branches';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Stack } from '../../ui/stack.tsx';
import { Empty, Failed, Loading, Working } from '../../ui/states.tsx';
import { Board } from './board.tsx';
import { useGrouping } from './use-grouping.ts';
import { problemOf, type Units } from './words.ts';
import './joint.css';

/** Joint branches proposed for one area (`?area=`), those already joined looked at again with `&all=yes`: map, groups, reasons, bound. */
export function Component() {
  const { t } = useTranslation('joint');
  const [query] = useSearchParams();
  const areaId = query.get('area') ?? '';
  const units = useQuery({
    queryKey: ['small-units', areaId],
    queryFn: async () => (await client.call(smallUnits, { params: { areaId } })).data,
    enabled: areaId !== '',
    // What a person moved by hand stays until the page is left: nothing is read anew behind it.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const all = query.get('all') === 'yes';
  return (
    <Page>
      <Stack>
        {areaId === '' || units.error ? <PageHead title={t('title')} /> : null}
        {areaId === '' ? (
          <Sheet>
            <Empty title={t('choose')} actions={<Button to="/organizations?tree=area">{t('choose-do')}</Button>}>
              {t('choose-text')}
            </Empty>
          </Sheet>
        ) : null}
        {units.error ? (
          <>
            <ProblemState error={units.error} retry={() => void units.refetch()} />
            <p>
              <Button to="/organizations">{t('choose-do')}</Button>
            </p>
          </>
        ) : null}
        {areaId !== '' && units.isPending ? <Loading label={t('loading')} lines={8} /> : null}
        {units.data ? <Shown key={`${areaId} ${all}`} data={units.data} all={all} /> : null}
      </Stack>
    </Page>
  );
}

function Shown({ data, all }: { readonly data: Units; readonly all: boolean }) {
  const { t } = useTranslation('joint');
  const [, setQuery] = useSearchParams();
  const problem = useMemo(() => problemOf(data, all), [data, all]);
  const { proposal, running, trouble, start, stop } = useGrouping();
  useEffect(() => {
    if (problem.units.length > 0) start(problem);
  }, [problem, start]);
  const here = data.path.at(-1);
  const joined = data.units.filter((unit) => unit.jointId !== null).length;
  const look = (every: boolean) => setQuery({ area: data.areaId, ...(every ? { all: 'yes' } : {}) });
  const back = data.path.map((one) => ({ label: one.name, to: `/organizations/areas/${one.id}?tree=area` }));
  const whole =
    joined > 0 ? (
      <Button onClick={() => look(!all)}>{all ? t('look-free') : t('look-all', { count: joined })}</Button>
    ) : undefined;
  return (
    <>
      {proposal && problem.units.length > 0 ? null : <PageHead path={back} title={t('title')} />}
      {problem.units.length === 0 ? (
        <Sheet>
          <Empty
            title={t('none')}
            actions={
              <>
                {whole}
                <Button to={`/units?area=${data.areaId}`}>{t('units-here')}</Button>
                <Button to="/organizations">{t('choose-do')}</Button>
              </>
            }
          >
            {data.counts.units === 0 ? t('none-units') : t('counts', { ...data.counts })}
          </Empty>
        </Sheet>
      ) : null}
      {running ? (
        <Sheet>
          <Working
            title={t('working', { count: problem.units.length })}
            progress={t(`stage-${running.stage}`)}
            done={running.done}
            note={t('working-note')}
            stop={{ label: t('stop'), onClick: stop }}
          />
        </Sheet>
      ) : null}
      {trouble ? (
        <Sheet>
          {trouble === 'stopped' ? (
            <Empty
              title={t('stopped-early')}
              actions={
                <>
                  <Button onClick={() => start(problem)}>{t('again')}</Button>
                  <Button to={`/organizations/areas/${here?.id ?? ''}?tree=area`}>{t('back')}</Button>
                </>
              }
            >
              {t('stopped-early-text')}
            </Empty>
          ) : (
            <Failed title={t('failed')} actions={<Button onClick={() => start(problem)}>{t('again')}</Button>}>
              {t('failed-text')}
            </Failed>
          )}
        </Sheet>
      ) : null}
      {proposal && problem.units.length > 0 ? (
        <Board
          key={proposal.turn}
          data={data}
          problem={problem}
          proposal={proposal}
          path={back}
          whole={whole}
          busy={running !== null}
          onAgain={start}
        />
      ) : null}
    </>
  );
}
