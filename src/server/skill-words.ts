/**
 * What people write for a skill -> the skill: its Chinese or English name, its pinyin, its initials; or the one that was probably meant.
 * Owns no texts and no SQL; who calls hands in the skills that are known.
 */
import { nearestName, parseList } from '#contract/import-table';
import { searchColumns } from '#kernel/registry';

/** Between the skills of one cell when a cell is written anew. */
export const BETWEEN_SKILLS = '、';

/** A skill and every name it goes by. */
interface Known {
  readonly code: string;
  /** Plain names, pinyin without spaces, initials. */
  readonly forms: readonly string[];
}

/** Skills by what people write for them. */
export interface SkillWords {
  /** The skill that a text names exactly; undefined when it names none, or its initials fit several. */
  exact(typed: string): string | undefined;
  /** The skill that a text that names none was probably meant to be, or null. */
  like(typed: string): string | null;
}

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase().replaceAll(/\s+/g, ' ');

/**
 * Makes the dictionary of skills.
 * @param names code -> names in all languages; a code is a name of its own
 */
export function skillWords(names: ReadonlyMap<string, readonly string[]>): SkillWords {
  const known: Known[] = [...names].map(([code, others]) => {
    const { pinyin, initials } = searchColumns(code, 'place');
    return { code, forms: [code, ...others, pinyin, initials].map(plain).filter((one) => one.length > 1) };
  });
  const byForm = new Map<string, Set<string>>();
  for (const { code, forms } of known) for (const form of forms) byForm.set(form, (byForm.get(form) ?? new Set()).add(code));
  const only = (form: string): string | undefined => {
    const codes = byForm.get(form);
    return codes?.size === 1 ? [...codes][0] : undefined;
  };
  return {
    exact: (typed) => (names.has(typed) ? typed : only(plain(typed))),
    like(typed) {
      const form = plain(typed);
      // The same sound in other characters: what an input method offers first.
      const sound = only(searchColumns(form, 'place').pinyin);
      if (sound !== undefined) return sound;
      const holding = new Set(
        known.filter((one) => form.length > 1 && one.forms.some((name) => name.includes(form))).map((one) => one.code),
      );
      if (holding.size === 1) return [...holding][0]!;
      const near = nearestName(
        form,
        [...byForm.keys()].filter((one) => one.length > 2),
      );
      return near === null ? null : ([...byForm.get(near)!][0] ?? null);
    },
  };
}

/** The skills of one cell by their codes, in order, each once; a cell in which nothing is recognised stays letter for letter. */
export function readSkillCell(cell: string, words: SkillWords): string {
  const typed = parseList(cell);
  const read = typed.map((one) => words.exact(one) ?? one);
  return read.every((one, i) => one === typed[i]) ? cell : [...new Set(read)].join(BETWEEN_SKILLS);
}
