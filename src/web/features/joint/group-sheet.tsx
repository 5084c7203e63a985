import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PrincipleFact } from '#kernel/assembly';
import { Button } from '../../ui/button.tsx';
import { join } from '../../ui/join.ts';
import { Sheet } from '../../ui/sheet.tsx';
import type { Group, Target } from './groups.ts';
import { MoveSelect } from './move-select.tsx';
import type { Unit } from './words.ts';

/** Type of what is dragged, so that only units may be dropped. */
export const UNIT_DRAG = 'text/x-qunying-unit';

/** One group: how it meets each principle, what the check says, its units, and what follows from it. */
export function GroupSheet(props: {
  readonly group: Group;
  readonly units: readonly Unit[];
  readonly principles: readonly PrincipleFact[];
  readonly say: (code: string, params: PrincipleFact['params']) => string;
  readonly near: readonly { readonly no: number; readonly label: string }[];
  readonly chosen: boolean;
  readonly findings: ReactNode;
  readonly next: ReactNode;
  readonly onMove: (unit: string, target: Target) => void;
  readonly onLead: (unit: string) => void;
  readonly onHold: (held: boolean) => void;
  readonly onChoose: () => void;
}) {
  const { t } = useTranslation(['joint', 'org']);
  const { group, units, principles, say, near, chosen, findings, next, onMove, onLead, onHold, onChoose } = props;
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the choice in each row is the way by keyboard
    <div
      id={`group-${group.no}`}
      className={join('j-group', chosen && 'j-group-chosen', over && 'j-group-over')}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(UNIT_DRAG)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'move';
        setOver(true);
      }}
      onDragLeave={(event) => event.currentTarget.contains(event.relatedTarget as Node) || setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const unit = event.dataTransfer.getData(UNIT_DRAG);
        if (unit) onMove(unit, group.no);
      }}
    >
      <Sheet
        flush
        title={t('group-title', { no: group.no, host: units[0]?.name ?? '' })}
        aside={
          <>
            <label className="j-hold">
              <input type="checkbox" checked={group.held} onChange={(event) => onHold(event.target.checked)} /> {t('hold')}
            </label>
            <Button kind="link" size="row" pressed={chosen} onClick={onChoose}>
              {t('show')}
            </Button>
          </>
        }
      >
        <dl className="j-principles">
          {principles.map((fact) => (
            <div key={fact.principle}>
              <dt>{t(`principle-${fact.principle}`)}</dt>
              <dd>
                {fact.met ? null : <b className="warn">{t('unmet')} </b>}
                {say(fact.code, fact.params)}
              </dd>
            </div>
          ))}
        </dl>
        {findings}
        <ul className="j-units">
          {units.map((unit, k) => (
            <li
              key={unit.id}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.setData(UNIT_DRAG, unit.id);
                event.dataTransfer.effectAllowed = 'move';
              }}
            >
              <span className="j-grip" aria-hidden="true">
                ⠿
              </span>
              <span className="j-unit">
                <Link to={`/units/${unit.id}`} draggable={false}>
                  {unit.name}
                </Link>
                {k === 0 ? <span className="q-tag">{t('host')}</span> : null}
                <span className="second ink2">
                  {t('unit-line', {
                    full: unit.full,
                    probationary: unit.probationary,
                    area: unit.areaName ?? t('unknown'),
                    trade: t(`org:org.unit-kind-${unit.trade}`, { defaultValue: unit.trade }),
                  })}
                  {unit.jointId ? (
                    <>
                      {' '}
                      <Link to={`/organizations/${unit.jointId}`}>{t('joined-now', { name: unit.jointName })}</Link>
                    </>
                  ) : null}
                </span>
              </span>
              <MoveSelect
                name={unit.name}
                near={near}
                lead={k > 0 ? () => onLead(unit.id) : undefined}
                onMove={(to) => onMove(unit.id, to)}
              />
            </li>
          ))}
        </ul>
        <div className="j-next">{next}</div>
      </Sheet>
    </div>
  );
}
