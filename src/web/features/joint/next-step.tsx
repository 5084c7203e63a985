import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../ui/button.tsx';
import type { Picked } from '../../ui/pick.tsx';
import { SetUpForm } from './set-up.tsx';
import type { Unit } from './words.ts';

/** Mark at the end of names of demo units. */
const BRACKETS = /（[^）]*）$/;

/** What follows for a group: entered once decided; where units are in a joint branch already, that one is changed or ended first. */
export function NextStep(props: {
  readonly units: readonly Unit[];
  readonly wrong: boolean;
  readonly above: Picked | null;
  readonly unitById: ReadonlyMap<string, Unit>;
}) {
  const { t } = useTranslation('joint');
  const { units, wrong, above, unitById } = props;
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  if (made)
    return (
      <p className="ok">
        ✓ {t('set-up-done')} <Link to={`/organizations/${made}`}>{t('set-up-look')}</Link>
      </p>
    );
  const joined = new Map(units.flatMap((unit) => (unit.jointId ? [[unit.jointId, unit.jointName ?? ''] as const] : [])));
  if (joined.size > 0) {
    const [only] = joined.keys();
    const there = [...unitById.values()].filter((unit) => unit.jointId === only).length;
    if (joined.size === 1 && there === units.length && units.every((unit) => unit.jointId === only))
      return (
        <p className="second ink2">
          {t('as-it-is')} <Link to={`/organizations/${only}`}>{joined.get(only!)}</Link>
        </p>
      );
    return (
      <p className="second ink2">
        {t('change-first')}{' '}
        {[...joined].map(([id, name], k) => (
          <span key={id}>
            {k > 0 ? t('comma') : null}
            <Link to={`/organizations/${id}`}>{name}</Link>
          </span>
        ))}
      </p>
    );
  }
  if (wrong) return <p className="second ink2">{t('set-up-not')}</p>;
  if (!open)
    return (
      <Button size="row" onClick={() => setOpen(true)}>
        {t('set-up')}
      </Button>
    );
  return (
    <SetUpForm
      name={t('set-up-default', { host: units[0]?.name.replace(BRACKETS, '') ?? '', count: units.length })}
      above={above}
      areaId={units[0]?.areaId ?? null}
      unitIds={units.map((unit) => unit.id)}
      onDone={setMade}
      onCancel={() => setOpen(false)}
    />
  );
}
