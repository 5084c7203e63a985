import { TOUR_ORGS, TOUR_UNITS } from '#demo/tour';
import { type BusyCity, NOBODY } from './busy-city.ts';
import type { DemoPart } from './server.ts';

/** What a request was answered with. */
export interface Answer {
  readonly status: number;
  readonly code: string;
  readonly paths: readonly string[];
  readonly text: string;
  readonly bytes: ArrayBuffer;
}

/** How one place is tried: who asks, what else the request says, an id that passes there, ids that must not. */
export interface Trial {
  readonly as: DemoPart;
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  readonly etag?: () => Promise<number>;
  /** Passes the check of this place, whatever the request then lacks; null where every id but those of `out` leads to the same answer. */
  readonly good: string | null;
  readonly out: Readonly<Record<string, string>>;
  /** Where an answer says nothing rather than refuse: whether this one does. */
  readonly silent?: (answer: Answer) => boolean | Promise<boolean>;
}

/** What lies outside the reach of the bodies of 卧龙区, by kind. */
export function outsideOf({ org, unit, member, far, small, otherFirm, stranger }: BusyCity) {
  const people = {
    'another district': member('small-bayi', 2),
    'another city': member(TOUR_ORGS.wenhua, 2, far),
    nobody: NOBODY,
  };
  /** A place that may name anything of the same city, which all may see: another city is refused. */
  const anyOf = (trial: Omit<Trial, 'out'>, kind: 'org' | 'unit' | 'area'): Trial => ({
    ...trial,
    out: {
      'another city':
        kind === 'org' ? org(TOUR_ORGS.wolong, far) : kind === 'unit' ? unit(TOUR_UNITS.waterBureau, far) : far.areas.wenhua,
      nobody: NOBODY,
    },
  });
  return {
    people,
    strangers: { 'another district': stranger, 'another city': people['another city'], nobody: NOBODY },
    elsewhere: { 'another city': org(TOUR_ORGS.wolong, far), nobody: NOBODY },
    unitsOut: { 'another district': otherFirm, 'another city': unit(TOUR_UNITS.waterBureau, far), nobody: NOBODY },
    areasOut: { 'another district': small.areas.wancheng, 'another city': far.areas.wenhua, nobody: NOBODY },
    anyOf,
  };
}
