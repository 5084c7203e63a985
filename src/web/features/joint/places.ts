/** Where units are drawn: degrees to the sheet with equal scale both ways; units at one place are set a little apart. */
export const WIDTH = 640;
export const HEIGHT = 520;
const EDGE = 28;
/** Steps of the spiral on which units of one place are set (in units of the sheet). */
const STEP = 14;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

export interface Spot {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** One spot for each unit with a place, in the order given. */
export function spotsOf(units: readonly { id: string; lat: number | null; lon: number | null }[]): readonly Spot[] {
  const placed = units.flatMap(({ id, lat, lon }) => (lat === null || lon === null ? [] : [{ id, lat, lon }]));
  let [south, north, west, east] = [90, -90, 180, -180];
  for (const { lat, lon } of placed) {
    south = Math.min(south, lat);
    north = Math.max(north, lat);
    west = Math.min(west, lon);
    east = Math.max(east, lon);
  }
  const squeeze = Math.cos(((south + north) * Math.PI) / 360);
  // A single place still has a scale: some hundred metres across.
  const wide = Math.max((east - west) * squeeze, 1e-3);
  const tall = Math.max(north - south, 1e-3);
  const scale = Math.min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / tall);
  const times = new Map<string, number>();
  return placed.map(({ id, lat, lon }) => {
    const key = `${lat} ${lon}`;
    const turn = times.get(key) ?? 0;
    times.set(key, turn + 1);
    const away = STEP * Math.sqrt(turn);
    return {
      id,
      x: WIDTH / 2 + (lon - (west + east) / 2) * squeeze * scale + away * Math.cos(turn * GOLDEN),
      y: HEIGHT / 2 - (lat - (south + north) / 2) * scale + away * Math.sin(turn * GOLDEN),
    };
  });
}

/** The spot nearest to a point and no farther than `most`, or null. */
export function spotAt(spots: readonly Spot[], x: number, y: number, most: number, not?: string): Spot | null {
  let found: Spot | null = null;
  let least = most;
  for (const spot of spots) {
    const away = Math.hypot(spot.x - x, spot.y - y);
    if (spot.id !== not && away <= least) {
      least = away;
      found = spot;
    }
  }
  return found;
}
