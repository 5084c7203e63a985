import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { UNIT_DRAG } from './group-sheet.tsx';
import type { Target } from './groups.ts';
import { MoveSelect } from './move-select.tsx';
import type { Unit } from './words.ts';

/** So many are shown at first. */
const FIRST = 30;

/** Units without a group, each with its reason and a way on: into a group, or its address entered. */
export function LeftSheet(props: {
  readonly units: readonly Unit[];
  readonly reason: (id: string) => string;
  readonly near: (unit: Unit) => readonly { readonly no: number; readonly label: string }[];
  readonly onMove: (unit: string, target: Target) => void;
}) {
  const { t } = useTranslation('joint');
  const [most, setMost] = useState(FIRST);
  const { units, reason, near, onMove } = props;
  if (units.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the choice in each row is the way by keyboard
    <div
      onDragOver={(event) => event.dataTransfer.types.includes(UNIT_DRAG) && event.preventDefault()}
      onDrop={(event) => {
        const unit = event.dataTransfer.getData(UNIT_DRAG);
        if (unit) onMove(unit, 'alone');
      }}
    >
      <Sheet flush title={t('left')} note={t('left-note', { count: units.length })}>
        <ul className="j-units">
          {units.slice(0, most).map((unit) => (
            <li key={unit.id} draggable onDragStart={(event) => event.dataTransfer.setData(UNIT_DRAG, unit.id)}>
              <span className="j-grip" aria-hidden="true">
                ⠿
              </span>
              <span className="j-unit">
                <Link to={`/units/${unit.id}`}>{unit.name}</Link>
                <span className="second ink2">
                  {reason(unit.id)}
                  {unit.lat === null ? <Link to={`/units/${unit.id}`}> {t('enter-place')}</Link> : null}
                </span>
              </span>
              <MoveSelect fresh name={unit.name} near={near(unit)} onMove={(to) => onMove(unit.id, to)} />
            </li>
          ))}
        </ul>
        {units.length > most ? (
          <div className="j-next">
            <Button onClick={() => setMost(most + FIRST)}>{t('more', { count: units.length - most })}</Button>
          </div>
        ) : null}
      </Sheet>
    </div>
  );
}
