import { z } from 'zod';
import { type Day, type Issue, shapeIssues } from '#kernel/lib';
import type { FactName, Facts, FactValue } from '../facts.ts';

/**
 * What a check found, before the force of the sentence is applied:
 * `idle` the sentence does not speak about this case; `met`; `unmet`; `open` a person has to judge; `silent` the document does not say.
 */
export interface Verdict {
  readonly state: 'idle' | 'met' | 'unmet' | 'open' | 'silent';
  /** Key of the explanation: text `rule-check.<check>.<note>`. */
  readonly note: string;
  /** Values derived from the inputs, for the explanation. */
  readonly values: Readonly<Record<string, FactValue>>;
}

/** A check with its parameters already parsed away; see {@link defineCheck}. */
export interface Check {
  readonly needs: readonly FactName[];
  readonly uses: readonly FactName[];
  /** Every note that it can return, so that a test can compare them with the texts. */
  readonly notes: readonly string[];
  /** Issues in the parameters of a rule, below `path`; empty when they fit. */
  checkParams(params: unknown, path: readonly (string | number)[]): Issue[];
  run(facts: Facts, params: unknown, asOf: Day): Verdict;
}

type Needed<N extends FactName> = { readonly [K in N]-?: Exclude<Facts[K], undefined> };

/**
 * A check: pure, total over its facts. `needs` are guaranteed to be present when `run` is called; `uses` may be absent.
 * @param notes every note that `run` can return
 */
export function defineCheck<N extends FactName, U extends FactName, P extends z.ZodType>(spec: {
  readonly needs: readonly N[];
  readonly uses?: readonly U[];
  readonly params: P;
  readonly notes: readonly string[];
  run(facts: Needed<N> & Pick<Facts, U>, params: z.infer<P>, asOf: Day): Verdict;
}): Check {
  // The params of a rule are one object for as long as the program runs: parsed once, not at every question.
  const parsedParams = new WeakMap<object, z.infer<P>>();
  const paramsOf = (params: unknown): z.infer<P> => {
    if (typeof params !== 'object' || params === null) return spec.params.parse(params) as z.infer<P>;
    const known = parsedParams.get(params);
    if (known !== undefined) return known;
    const parsed = spec.params.parse(params) as z.infer<P>;
    parsedParams.set(params, parsed);
    return parsed;
  };
  return {
    needs: spec.needs,
    uses: spec.uses ?? [],
    notes: spec.notes,
    checkParams(params, path) {
      const parsed = spec.params.safeParse(params, { reportInput: true });
      return parsed.success ? [] : shapeIssues(parsed.error.issues, path);
    },
    run: (facts, params, asOf) => spec.run(facts as Needed<N> & Pick<Facts, U>, paramsOf(params), asOf),
  };
}

type Values = Verdict['values'];
export const idle = (note: string, values: Values = {}): Verdict => ({ state: 'idle', note, values });
export const met = (note: string, values: Values = {}): Verdict => ({ state: 'met', note, values });
export const unmet = (note: string, values: Values = {}): Verdict => ({ state: 'unmet', note, values });
export const open = (note: string, values: Values = {}): Verdict => ({ state: 'open', note, values });
export const silent = (note: string, values: Values = {}): Verdict => ({ state: 'silent', note, values });

/** Parameters of a check that has none. */
export const noParams = z.strictObject({});
export const positive = z.int().min(1);
