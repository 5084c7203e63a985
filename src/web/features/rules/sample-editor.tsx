import { useTranslation } from 'react-i18next';
import { type Regiment, regimentSchema } from '#kernel/rules';
import { Field } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';

/** So many members of one unit who live in one place. */
export interface RosterLine {
  readonly id: number;
  readonly place: string;
  readonly unit: string;
  readonly count: number;
}

/** Largest number of members in one line: enough for a sample, too few to slow the page down. */
const MOST = 200;

const PARTS = ['battalions', 'companiesPerBattalion', 'platoonsPerCompany', 'squadsPerPlatoon'] as const;

/** Whole number of a typed text within limits; what is not a number counts as 0. */
function whole(text: string, most: number): number {
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? 0 : Math.min(most, Math.max(0, value));
}

/** Counts of a regiment, and whether squads share a group with their platoon: the lecture does not say, so both can be seen. */
export function RegimentEditor(props: {
  readonly regiment: Regiment;
  readonly onChange: (regiment: Regiment) => void;
  readonly squads: 'shared' | 'each';
  readonly onSquads: (squads: 'shared' | 'each') => void;
}) {
  const { regiment, onChange, squads, onSquads } = props;
  const { t } = useTranslation('rules');
  const set = (part: (typeof PARTS)[number], text: string) => {
    const next = regimentSchema.safeParse({ ...regiment, [part]: whole(text, 20) });
    if (next.success) onChange(next.data);
  };
  return (
    <div className="q-rules-sample">
      {PARTS.map((part) => (
        <Field
          key={part}
          label={t(`replay.${part}`)}
          type="number"
          value={String(regiment[part])}
          onChange={(text) => set(part, text)}
        />
      ))}
      <Segmented
        label={t('replay.squads')}
        value={squads}
        options={[
          { value: 'shared', label: t('replay.squads-shared') },
          { value: 'each', label: t('replay.squads-each') },
        ]}
        onChange={(value) => onSquads(value as 'shared' | 'each')}
      />
    </div>
  );
}

/** Lines of a roster: place, unit, number of members; lines can be added and taken away. */
export function RosterEditor({
  lines,
  onChange,
}: {
  readonly lines: readonly RosterLine[];
  readonly onChange: (lines: readonly RosterLine[]) => void;
}) {
  const { t } = useTranslation('rules');
  const set = (id: number, part: Partial<RosterLine>) =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...part } : line)));
  const add = () => {
    const last = lines.at(-1);
    onChange([...lines, { id: Math.max(0, ...lines.map((line) => line.id)) + 1, place: last?.place ?? '', unit: '', count: 1 }]);
  };
  return (
    <>
      {lines.map((line, at) => (
        <div key={line.id} className="q-rules-sample">
          <Field label={t('replay.place')} value={line.place} onChange={(place) => set(line.id, { place })} />
          <Field label={t('replay.unit')} value={line.unit} onChange={(unit) => set(line.id, { unit })} />
          <Field
            label={t('replay.count')}
            type="number"
            value={String(line.count)}
            onChange={(text) => set(line.id, { count: whole(text, MOST) })}
          />
          <button
            type="button"
            className="q-button q-button-link"
            aria-label={t('replay.remove-line', { line: at + 1 })}
            disabled={lines.length === 1}
            onClick={() => onChange(lines.filter((one) => one.id !== line.id))}
          >
            {t('replay.remove')}
          </button>
        </div>
      ))}
      <button type="button" className="q-button q-button-plain" onClick={add}>
        {t('replay.add')}
      </button>
    </>
  );
}
