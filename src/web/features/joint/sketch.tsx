const WIDTH = 960;
const HEIGHT = 420;
const EDGE = 16;

/** Where the units are: hosts large, lines to their units, squares for units without a group. The tables below hold the same facts. */
export function Sketch(props: {
  readonly label: string;
  readonly units: readonly { id: string; name: string; lat: number | null; lon: number | null }[];
  readonly groups: readonly (readonly string[])[];
}) {
  const placed = props.units.flatMap((unit) =>
    unit.lat === null || unit.lon === null ? [] : [{ ...unit, lat: unit.lat, lon: unit.lon }],
  );
  const range = (values: readonly number[]) => {
    const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
    const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    return [low, Math.max(high - low, 1e-6)] as const;
  };
  const [south, tall] = range(placed.map((unit) => unit.lat));
  const [west, wide] = range(placed.map((unit) => unit.lon));
  const at = new Map(
    placed.map((unit) => [
      unit.id,
      {
        name: unit.name,
        x: EDGE + ((unit.lon - west) / wide) * (WIDTH - 2 * EDGE),
        y: HEIGHT - EDGE - ((unit.lat - south) / tall) * (HEIGHT - 2 * EDGE),
      },
    ]),
  );
  const grouped = new Set(props.groups.flat());
  return (
    <svg className="j-sketch" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={props.label}>
      {props.groups.map((group) => {
        const host = at.get(group[0] ?? '');
        if (!host) return null;
        return (
          <g key={group[0]}>
            {group.slice(1).map((id) => {
              const unit = at.get(id);
              return unit ? (
                <g key={id}>
                  <line x1={host.x} y1={host.y} x2={unit.x} y2={unit.y} className="j-line" />
                  <circle cx={unit.x} cy={unit.y} r={3} className="j-unit">
                    <title>{unit.name}</title>
                  </circle>
                </g>
              ) : null;
            })}
            <circle cx={host.x} cy={host.y} r={5} className="j-host">
              <title>{host.name}</title>
            </circle>
          </g>
        );
      })}
      {[...at].map(([id, unit]) =>
        grouped.has(id) ? null : (
          <rect key={id} x={unit.x - 4} y={unit.y - 4} width={8} height={8} className="j-alone">
            <title>{unit.name}</title>
          </rect>
        ),
      )}
    </svg>
  );
}
