import { type PointerEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Group, Target } from './groups.ts';
import { HEIGHT, type Spot, spotAt, spotsOf, WIDTH } from './places.ts';

/** How near a pointer must be to a unit, in units of the sheet. */
const NEAR = 18;
/** Numbers of groups are written up to here; more would only cover each other. */
const NUMBERS = 60;

/**
 * Where the units are: hosts large with the number of the group, a line to each unit, squares for units without a group. A unit is dragged
 * onto a unit of another group to join it; the tables beside hold the same facts and moves for the keyboard.
 */
export function GroupMap(props: {
  readonly units: readonly { id: string; name: string; lat: number | null; lon: number | null }[];
  readonly groups: readonly Group[];
  readonly chosen: number | null;
  readonly onChoose: (no: number) => void;
  readonly onMove: (unit: string, target: Target) => void;
}) {
  const { t } = useTranslation('joint');
  const { units, groups, chosen, onChoose, onMove } = props;
  const spots = useMemo(() => spotsOf(units), [units]);
  const at = useMemo(() => new Map(spots.map((spot) => [spot.id, spot])), [spots]);
  const nameOf = useMemo(() => new Map(units.map((unit) => [unit.id, unit.name])), [units]);
  const groupOf = useMemo(() => new Map(groups.flatMap((group) => group.units.map((id) => [id, group] as const))), [groups]);
  const [drag, setDrag] = useState<{ spot: Spot; x: number; y: number } | null>(null);
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: ((event.clientX - box.left) / box.width) * WIDTH, y: ((event.clientY - box.top) / box.height) * HEIGHT };
  };
  const over = drag && spotAt(spots, drag.x, drag.y, NEAR, drag.spot.id);
  const drop = () => {
    const group = over && groupOf.get(over.id);
    if (drag && group) onMove(drag.spot.id, group.no);
    setDrag(null);
  };
  const shape = useMemo(() => {
    const part = { lines: '', dots: '', alone: '' };
    for (const spot of spots) {
      const group = groupOf.get(spot.id);
      const host = group && at.get(group.units[0]!);
      const here = `M${spot.x.toFixed(1)} ${spot.y.toFixed(1)}`;
      if (!group) part.alone += `${here}m-4-4h8v8h-8z`;
      else if (group.units[0] !== spot.id) part.dots += `${here}h0`;
      if (host && host !== spot) part.lines += `${here}L${host.x.toFixed(1)} ${host.y.toFixed(1)}`;
    }
    return part;
  }, [spots, at, groupOf]);
  const hosts = groups.flatMap((group) => {
    const spot = at.get(group.units[0] ?? '');
    return spot ? [{ group, spot }] : [];
  });
  const picked = groups.find((group) => group.no === chosen);
  return (
    <figure className="j-map">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t('map-label')}
        onPointerDown={(event) => {
          const { x, y } = point(event);
          const spot = spotAt(spots, x, y, NEAR);
          if (!spot) return;
          const group = groupOf.get(spot.id);
          if (group) onChoose(group.no);
          // With a finger the sheet is for scrolling; moves go through the tables.
          if (event.pointerType === 'touch') return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ spot, x, y });
        }}
        onPointerMove={(event) => drag && setDrag({ ...drag, ...point(event) })}
        onPointerUp={drop}
        onPointerCancel={() => setDrag(null)}
      >
        <path d={shape.lines} className="j-line" />
        <path d={shape.dots} className="j-dot" />
        <path d={shape.alone} className="j-alone" />
        {hosts.map(({ group, spot }) => (
          <circle key={group.no} cx={spot.x} cy={spot.y} r={5.5} className="j-host" />
        ))}
        {hosts.length <= NUMBERS
          ? hosts.map(({ group, spot }) => (
              <text key={group.no} x={spot.x + 8} y={spot.y - 6} className="j-no">
                {group.no}
              </text>
            ))
          : null}
        {picked?.units.map((id) => {
          const spot = at.get(id);
          return spot ? <circle key={id} cx={spot.x} cy={spot.y} r={9} className="j-chosen" /> : null;
        })}
        {drag ? (
          <line x1={drag.spot.x} y1={drag.spot.y} x2={over?.x ?? drag.x} y2={over?.y ?? drag.y} className="j-drag" />
        ) : null}
        {over ? <circle cx={over.x} cy={over.y} r={12} className="j-over" /> : null}
      </svg>
      <figcaption className="second ink2">
        {drag
          ? t(over && groupOf.get(over.id) ? 'map-drop' : 'map-dragging', {
              unit: nameOf.get(drag.spot.id),
              no: over ? groupOf.get(over.id)?.no : '',
            })
          : t('map-legend')}
      </figcaption>
    </figure>
  );
}
