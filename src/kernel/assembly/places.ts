import type { AssemblyProblem, Place } from './problem.ts';

/** A flat point in metres. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

const METRES_PER_DEGREE = 111_195;

/**
 * A map from places to flat metres: the identity on a grid, an equirectangular projection about the mean latitude for degrees
 * (within a city its distances are right to one in a thousand).
 */
export function flatten(problem: AssemblyProblem): (place: Place) => Point {
  let sum = 0;
  let count = 0;
  const see = (place: Place | null | undefined) => {
    if (place && 'lat' in place) {
      sum += place.lat;
      count++;
    }
  };
  for (const post of problem.posts) see(post.place);
  for (const area of problem.areas) see(area.place);
  if (count === 0) for (const member of problem.members) see(member.places[0]);
  const squeeze = Math.cos(((count === 0 ? 0 : sum / count) * Math.PI) / 180);
  return (place) =>
    'lat' in place
      ? { x: place.lon * METRES_PER_DEGREE * squeeze, y: place.lat * METRES_PER_DEGREE }
      : { x: place.x, y: place.y };
}

/** Straight distance in whole metres. */
export function metres(a: Point, b: Point): number {
  return Math.round(Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2));
}
