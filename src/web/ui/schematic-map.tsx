import { useMemo } from 'react';
import { type Drawing, drawMap, HEIGHT, type MapSeed, WIDTH } from './map-drawing.ts';
import './schematic-map.css';

export type { MapSeed } from './map-drawing.ts';

export interface SchematicMapProps {
  readonly label: string;
  readonly seeds: readonly MapSeed[];
  readonly selectedPoint?: string | undefined;
  readonly onPoint?: ((pointId: string) => void) | undefined;
  readonly texts: {
    readonly gapIn: (name: string, count: number) => string;
    readonly legendStaffed: string;
    readonly legendGap: string;
    readonly legendSelected: string;
  };
}

/**
 * Cells around seeds, never a real outline: circle = staffed, red square = gap (the shape differs, not only the colour), cells with
 * a gap tinted and labelled, group names outside. The table beside it holds the same figures for screen readers and keyboard.
 */
export function SchematicMap(props: SchematicMapProps) {
  const { label, seeds, selectedPoint, onPoint, texts } = props;
  const drawing = useMemo(() => drawMap(seeds), [seeds]);
  return (
    <figure className="q-map">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        {drawing.cells.map((cell) => (
          <path key={cell.id} d={cell.path} className={cell.gap > 0 ? 'q-map-cell q-map-cell-gap' : 'q-map-cell'} />
        ))}
        <path d={drawing.borders} className="q-map-border" />
        {drawing.cells.map((cell) => (
          <g key={cell.id} transform={`translate(${cell.x.toFixed(1)} ${cell.y.toFixed(1)})`}>
            <text className={cell.gap > 0 ? 'q-map-name q-map-name-gap' : 'q-map-name'} y={-6}>
              {cell.gap > 0 ? texts.gapIn(cell.name, cell.gap) : cell.name}
            </text>
            {cell.points.map((point) => (
              <MapPoint key={point.id} point={point} selected={point.id === selectedPoint} onPoint={onPoint} />
            ))}
          </g>
        ))}
        {drawing.groups.map((group) => (
          <text key={group.name} x={group.x} y={group.y} className="q-map-group" textAnchor={group.anchor}>
            {group.name}
          </text>
        ))}
      </svg>
      <figcaption className="q-map-legend">
        <span>
          <svg width="8" height="8" aria-hidden="true">
            <circle cx="4" cy="4" r="3" className="q-map-staffed" />
          </svg>
          {texts.legendStaffed}
        </span>
        <span>
          <svg width="8" height="8" aria-hidden="true">
            <rect width="8" height="8" className="q-map-missing" />
          </svg>
          {texts.legendGap}
        </span>
        {selectedPoint ? (
          <span>
            <svg width="14" height="14" aria-hidden="true">
              <circle cx="7" cy="7" r="5.5" className="q-map-ring" />
            </svg>
            {texts.legendSelected}
          </span>
        ) : null}
      </figcaption>
    </figure>
  );
}

function MapPoint(props: {
  readonly point: Drawing['cells'][number]['points'][number];
  readonly selected: boolean;
  readonly onPoint: ((id: string) => void) | undefined;
}) {
  const { point, selected, onPoint } = props;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the table beside the picture is the way by keyboard
    <g className={onPoint ? 'q-map-point' : undefined} onClick={onPoint && (() => onPoint(point.id))}>
      <title>{point.label}</title>
      <rect x={point.x - 4} y={point.y - 7} width="8" height="14" fill="transparent" />
      {point.gap ? (
        <rect x={point.x - 3.5} y={point.y - 3.5} width="7" height="7" className="q-map-missing" />
      ) : (
        <circle cx={point.x} cy={point.y} r="2.8" className="q-map-staffed" />
      )}
      {selected ? <circle cx={point.x} cy={point.y} r="5.5" className="q-map-ring" /> : null}
    </g>
  );
}
