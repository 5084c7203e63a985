import { useTranslation } from 'react-i18next';
import { type FactName, factKind } from '#kernel/rules';
import { Choice, Field } from '../../ui/field.tsx';

/** Value of "none" in a list of choices; no fact has a choice of that name. */
const NONE = '-';

/** One fact as a field: a number, a day, yes or no or not known, one or several of a list. Empty means not known. */
export function FactField({
  name,
  value,
  onChange,
}: {
  readonly name: FactName;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}) {
  const { t } = useTranslation('rules');
  const label = t(`fact.${name}`);
  const kind = factKind(name);
  if (kind.type === 'yes') {
    return (
      <Choice
        label={label}
        value={value === undefined ? '' : String(value)}
        options={['', 'true', 'false'].map((one) => ({
          value: one,
          label: t(one === '' ? 'value.unknown' : one === 'true' ? 'value.yes' : 'value.no'),
        }))}
        onChange={(text) => onChange(text === '' ? undefined : text === 'true')}
      />
    );
  }
  if (kind.type === 'one') {
    const none = kind.nullable ? [{ value: NONE, label: t('value.none') }] : [];
    return (
      <Choice
        label={label}
        value={value === undefined ? '' : value === null ? NONE : String(value)}
        options={[
          { value: '', label: t('value.unknown') },
          ...none,
          ...kind.options.map((one) => ({ value: one, label: t(`value.${one}`) })),
        ]}
        onChange={(text) => onChange(text === '' ? undefined : text === NONE ? null : text)}
      />
    );
  }
  if (kind.type === 'several') {
    const chosen = Array.isArray(value) ? (value as string[]) : [];
    return (
      <fieldset>
        <legend className="second">{label}</legend>
        <div className="q-rules-checks">
          <label>
            <input
              type="checkbox"
              checked={value !== undefined && chosen.length === 0}
              onChange={(event) => onChange(event.target.checked ? [] : undefined)}
            />{' '}
            {t('value.none')}
          </label>
          {kind.options.map((one) => (
            <label key={one}>
              <input
                type="checkbox"
                checked={chosen.includes(one)}
                onChange={(event) => {
                  const next = event.target.checked ? [...chosen, one] : chosen.filter((other) => other !== one);
                  onChange(next.length === 0 ? undefined : next);
                }}
              />{' '}
              {t(`value.${one}`)}
            </label>
          ))}
        </div>
      </fieldset>
    );
  }
  const text = value === undefined || value === null ? '' : String(value);
  if (kind.type === 'day')
    return <Field label={label} type="date" value={text} onChange={(day) => onChange(day === '' ? undefined : day)} />;
  return (
    <Field label={label} type="number" value={text} onChange={(number) => onChange(number === '' ? undefined : Number(number))} />
  );
}
