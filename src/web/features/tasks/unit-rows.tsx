import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { sourceUnitListFile } from '#contract/list-files-task';
import type { sourceUnitSchema } from '#contract/sources';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { formatNumber } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { capRefused } from './sources-sum.ts';
import '../../ui/plain-table.css';

type Unit = z.output<typeof sourceUnitSchema>;

/** Rows shown before "more": a page is not a phone book. */
const PAGE = 60;

/** Units that may lend: members, own cap, lent now, a smaller cap for this task. Found by name. */
export function UnitRows(props: {
  readonly taskId: string;
  readonly units: readonly Unit[];
  readonly out: ReadonlySet<string>;
  readonly caps: ReadonlyMap<string, number>;
  readonly editable: boolean;
  readonly onToggle: (id: string) => void;
  readonly onCap: (id: string, cap: number | null) => void;
}) {
  const { t } = useTranslation(['tasks', 'ui']);
  const { units, out, caps, editable, onToggle, onCap } = props;
  const [text, setText] = useState('');
  const [shown, setShown] = useState(PAGE);
  const n = (value: number | null) => (value === null ? t('ui:few') : formatNumber(value));
  const found = units.filter((unit) => unit.name.includes(text.trim()));
  return (
    <>
      <div className="t-unit-search">
        <Field label={t('unit-find')} quietLabel placeholder={t('unit-find')} value={text} onChange={setText} />
        <ListFile
          name={t('source-units')}
          take={(format) => client.call(sourceUnitListFile, { params: { taskId: props.taskId }, query: { format } })}
        />
      </div>
      <div className="q-scroll">
        <table className="q-table t-units">
          <thead>
            <tr>
              <th scope="col">{t('unit-col-lends')}</th>
              <th scope="col">{t('unit-col-name')}</th>
              <th scope="col">{t('unit-col-category')}</th>
              <th scope="col" className="num">
                {t('unit-col-members')}
              </th>
              <th scope="col" className="num">
                {t('unit-col-lent')}
              </th>
              <th scope="col" className="num">
                {t('unit-col-cap')}
              </th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, shown).map((unit) => {
              const wrong = capRefused(unit, caps.get(unit.id));
              return (
                <tr key={unit.id}>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={t('unit-lends', { name: unit.name })}
                      disabled={!editable}
                      checked={!out.has(unit.id)}
                      onChange={() => onToggle(unit.id)}
                    />
                  </td>
                  <th scope="row">{unit.name}</th>
                  <td>{t(`category-${unit.category}`)}</td>
                  <td className="num">{unit.members === null ? t('ui:withheld') : formatNumber(unit.members)}</td>
                  <td className={unit.cap !== null && (unit.lent ?? 0) >= unit.cap ? 'num warn' : 'num'}>
                    {unit.cap === null ? n(unit.lent) : `${n(unit.lent)} / ${n(unit.cap)}`}
                  </td>
                  <td className="num">
                    <input
                      className="q-input t-cap"
                      type="number"
                      min={0}
                      max={unit.cap ?? unit.members ?? undefined}
                      aria-label={t('unit-cap', { name: unit.name })}
                      placeholder={unit.cap === null ? '–' : String(unit.cap)}
                      aria-invalid={wrong || undefined}
                      aria-describedby={wrong ? `cap-${unit.id}` : undefined}
                      disabled={!editable}
                      value={caps.get(unit.id) ?? ''}
                      onChange={(event) => onCap(unit.id, event.target.value === '' ? null : Number(event.target.value))}
                    />
                    {wrong ? (
                      <p className="second gap t-cap-wrong" id={`cap-${unit.id}`} role="alert">
                        {unit.cap === null ? t('cap-no-number') : t('cap-too-high', { cap: unit.cap })}
                      </p>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {found.length > shown ? (
        <Button kind="link" onClick={() => setShown(shown + PAGE)}>
          {t('unit-more', { count: found.length - shown })}
        </Button>
      ) : null}
    </>
  );
}
