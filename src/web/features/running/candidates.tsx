import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { slotCandidates } from '#contract/running';
import { ProblemState } from '../../app/problem-state.tsx';
import { findUnits } from '../../data/remote/find.ts';
import { Button } from '../../ui/button.tsx';
import { Masked } from '../../ui/masked.tsx';
import { Pick, type Picked } from '../../ui/pick.tsx';
import { Loading } from '../../ui/states.tsx';

type Found = z.infer<typeof slotCandidates.response>;

/** Someone who could come. */
export type Candidate = Found['items'][number];

export interface CandidatesProps {
  readonly label: string;
  /** What the answer depends on beside the unit. */
  readonly about: readonly string[];
  readonly taskId: string;
  /** The organization of the place. */
  readonly orgId?: string | null;
  readonly load: (unitId: string | undefined, without: 'yes' | 'no') => Promise<Found>;
  readonly act: string;
  readonly choose: (one: Candidate) => void;
  readonly busy: boolean;
}

/** So many at once; the rest on request. */
const FIRST = 8;

/**
 * Who could come, found by the rules instead of by name: skill, free time, room of the unit, own offers first, then the nearest. Names stay
 * masked; unit, community and distance tell people apart. One unit may be asked for.
 */
export function Candidates({ label, about, taskId, orgId, load, act, choose, busy }: CandidatesProps) {
  const { t } = useTranslation('running');
  const [unit, setUnit] = useState<Picked | null>(null);
  const [all, setAll] = useState(false);
  const [without, setWithout] = useState<'yes' | 'no'>('no');
  const found = useQuery({ queryKey: ['candidates', ...about, unit?.id, without], queryFn: () => load(unit?.id, without) });
  const rows = found.data?.items ?? [];
  return (
    <section className="q-running-candidates" aria-label={label}>
      <Pick
        opened
        label={t('candidates-unit')}
        hint={t('candidates-unit-hint')}
        value={unit}
        onChange={setUnit}
        find={findUnits}
        words={{ clear: t('change'), none: t('none-found') }}
      />
      {found.error ? <ProblemState error={found.error} /> : null}
      {found.isPending ? <Loading label={t('candidates-loading')} lines={3} /> : null}
      {found.data ? (
        <p className="second ink2" role="status">
          {rows.length > 0 ? t('candidates-some', { count: rows.length }) : t('candidates-none')}{' '}
          {t('candidates-why', { having: found.data.having, taken: found.data.taken, full: found.data.full })}
        </p>
      ) : null}
      {found.data && without === 'yes' ? <p className="second warn">{t('candidates-without')}</p> : null}
      {found.data && rows.length === 0 ? (
        <WaysOn
          found={found.data}
          taskId={taskId}
          orgId={orgId ?? null}
          look={without === 'yes' ? undefined : () => setWithout('yes')}
        />
      ) : null}
      <ul>
        {(all ? rows : rows.slice(0, FIRST)).map((one) => (
          <li key={one.personId}>
            <span>
              <Masked name={one.name} /> {one.unitName ?? t('no-unit')}
              <span className="second ink2">
                {factsOf(one, t).map((text) => (
                  <span key={text}>{text}</span>
                ))}
              </span>
            </span>
            <Button size="row" disabled={busy} onClick={() => choose(one)} label={`${act} ${one.name} ${one.unitName ?? ''}`}>
              {act}
            </Button>
          </li>
        ))}
      </ul>
      {rows.length > FIRST && !all ? <More count={rows.length - FIRST} show={() => setAll(true)} /> : null}
    </section>
  );
}

/** Nobody may be asked: what else fills the place, as far as it exists for this one. */
function WaysOn(props: {
  readonly found: Found;
  readonly taskId: string;
  readonly orgId: string | null;
  readonly look: (() => void) | undefined;
}): ReactNode {
  const { t } = useTranslation('running');
  const { found, taskId, orgId, look } = props;
  const { skill, local } = found.asks;
  const own = found.atLimit.filter((one) => one.own);
  const ofTask = found.atLimit.filter((one) => !one.own);
  return (
    <section aria-label={t('ways')}>
      <p className="second">{t('ways')}</p>
      <ul className="q-running-ways">
        {look && (skill !== null || local) ? (
          <li>
            <Button size="row" onClick={look}>
              {skill === null ? t('ways-anywhere') : t(local ? 'ways-skill-anywhere' : 'ways-skill', { skill })}
            </Button>
          </li>
        ) : null}
        {own.length > 0 ? (
          <li className="second">
            {t('ways-units')}{' '}
            {own.map((one) => (
              <Button key={one.unitId} kind="link" size="row" to={`/units/${one.unitId}`}>
                {t('ways-unit', { name: one.name, lent: one.lent, cap: one.cap })}
              </Button>
            ))}
          </li>
        ) : null}
        {ofTask.length > 0 ? (
          <li className="second ink2">{t('ways-task-caps', { units: ofTask.map((one) => one.name).join(t('offer-comma')) })}</li>
        ) : null}
        {found.atLimitMore > 0 ? <li className="second ink2">{t('ways-units-more', { count: found.atLimitMore })}</li> : null}
        <li className="second">
          <Button kind="link" size="row" to={`/tasks/${taskId}/plan`}>
            {t('ways-plan')}
          </Button>
          {orgId === null ? null : (
            <Button kind="link" size="row" to={`/tasks/${taskId}/roster/${orgId}`}>
              {t('ways-shifts')}
            </Button>
          )}
          <a href="#chain">{t('ways-join')}</a>
        </li>
      </ul>
    </section>
  );
}

function More({ count, show }: { readonly count: number; readonly show: () => void }): ReactNode {
  const { t } = useTranslation('running');
  return (
    <Button kind="link" size="row" onClick={show}>
      {t('candidates-more', { count })}
    </Button>
  );
}

function factsOf(one: Candidate, t: TFunction<'running'>): string[] {
  return [
    one.offered ? t('candidate-offered') : '',
    one.place === null ? '' : t('candidate-lives', { place: one.place }),
    one.metres === null ? '' : t('candidate-metres', { count: one.metres }),
    one.cap === null || (one.lent ?? 0) >= one.cap
      ? ''
      : t(one.ofTask ? 'candidate-cap-task' : 'candidate-cap', { lent: one.lent ?? 0, cap: one.cap }),
  ].filter((text) => text !== '');
}
