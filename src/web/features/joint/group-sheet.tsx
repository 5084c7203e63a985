import { useTranslation } from 'react-i18next';
import type { PrincipleFact } from '#kernel/assembly';
import { Sheet } from '../../ui/sheet.tsx';
import { WideTable } from '../../ui/stack.tsx';

/** One group: how it meets each principle, its units, and where each could go instead. */
export function GroupSheet(props: {
  readonly title: string;
  readonly units: readonly {
    id: string;
    name: string;
    full: number;
    probationary: number;
    areaName: string | null;
    trade: string;
  }[];
  readonly principles: readonly PrincipleFact[];
  readonly say: (code: string, params: PrincipleFact['params']) => string;
  readonly choices: readonly { readonly value: number; readonly label: string }[];
  readonly onMove: (unit: string, to: number) => void;
}) {
  const { t } = useTranslation(['joint', 'org']);
  const { title, units, principles, say, choices, onMove } = props;
  return (
    <Sheet flush title={title}>
      <dl className="j-principles">
        {principles.map((fact) => (
          <div key={fact.principle}>
            <dt>{t(`principle-${fact.principle}`)}</dt>
            <dd>
              {fact.met ? null : <b>{t('unmet')} </b>}
              {say(fact.code, fact.params)}
            </dd>
          </div>
        ))}
      </dl>
      <WideTable>
        <thead>
          <tr>
            <th scope="col">{t('unit')}</th>
            <th scope="col">{t('members')}</th>
            <th scope="col">{t('area')}</th>
            <th scope="col">{t('trade')}</th>
            <th scope="col">{t('move')}</th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit.id}>
              <th scope="row">{unit.name}</th>
              <td>
                {unit.full}/{unit.probationary}
              </td>
              <td>{unit.areaName}</td>
              <td>{t(`org:org.unit-kind-${unit.trade}`, { defaultValue: unit.trade })}</td>
              <td>
                <select
                  className="q-input"
                  aria-label={t('move-to', { unit: unit.name })}
                  value=""
                  onChange={(event) => onMove(unit.id, Number(event.target.value))}
                >
                  <option value="">{t('keep')}</option>
                  {choices.map((choice) => (
                    <option key={choice.value} value={choice.value}>
                      {choice.label}
                    </option>
                  ))}
                  <option value={-2}>{t('new-group')}</option>
                  <option value={-1}>{t('alone')}</option>
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </WideTable>
    </Sheet>
  );
}
