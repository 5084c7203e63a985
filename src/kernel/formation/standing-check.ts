/** A standing organization or administrative body near the task, as the page shows it. */
export interface StandingCandidate {
  readonly id: string;
  readonly name: string;
  readonly kind: 'organization' | 'administrative-body' | 'task-organization';
  /** Areas of the task that it answers for. */
  readonly areasCovered: number;
  /** Members whose home lies under it and who could be asked. */
  readonly members: number;
  readonly skillsMissing: readonly string[];
}

/** What the task asks for. */
export interface StandingNeed {
  readonly areas: number;
  readonly people: number;
}

/** One comparison; `reasons` are codes for texts. The advice never decides: a person answers the question. */
export interface StandingAnswer {
  readonly candidate: StandingCandidate;
  readonly enough: boolean;
  readonly reasons: readonly (
    | 'covers-all'
    | 'covers-part'
    | 'has-people'
    | 'too-few-people'
    | 'lacks-skill'
    | 'no-party-form'
    | 'same-task'
  )[];
}

/**
 * Compares what stands already with the need: "enough" when one organization answers for all areas, has the people and the skills.
 * A task organization that runs for the same areas is shown as a possible duplicate; an administrative body works beside (I-15).
 */
export function checkStanding(need: StandingNeed, candidates: readonly StandingCandidate[]): StandingAnswer[] {
  return candidates
    .map((candidate): StandingAnswer => {
      if (candidate.kind === 'administrative-body') return { candidate, enough: false, reasons: ['no-party-form'] };
      const all = candidate.areasCovered >= need.areas;
      const people = candidate.members >= need.people;
      const reasons: StandingAnswer['reasons'][number][] = [
        all ? 'covers-all' : 'covers-part',
        people ? 'has-people' : 'too-few-people',
      ];
      if (candidate.skillsMissing.length > 0) reasons.push('lacks-skill');
      if (candidate.kind === 'task-organization') reasons.push('same-task');
      return { candidate, enough: all && people && candidate.skillsMissing.length === 0, reasons };
    })
    .toSorted(
      (a, b) =>
        Number(b.enough) - Number(a.enough) ||
        b.candidate.areasCovered - a.candidate.areasCovered ||
        b.candidate.members - a.candidate.members,
    );
}
