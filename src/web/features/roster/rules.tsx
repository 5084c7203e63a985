import { useTranslation } from 'react-i18next';
import { Choice } from '../../ui/field.tsx';
import type { Draft } from './draft.ts';

/** The rules that a person sets for these days: rest between two shifts, days in a row. */
export function Rules({ draft, onChange }: { readonly draft: Draft; readonly onChange: (rules: Draft['rules']) => void }) {
  const { t } = useTranslation('roster');
  const { restHours, mostInRow } = draft.rules;
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({ value: String(from + i), label: String(from + i) }));
  return (
    <div className="r-rules no-print">
      <Choice
        label={t('board-rest-hours')}
        value={String(restHours)}
        options={numbers(8, 24)}
        onChange={(value) => onChange({ mostInRow, restHours: Number(value) })}
      />
      <Choice
        label={t('board-most-in-row')}
        value={String(mostInRow)}
        options={numbers(1, 14)}
        onChange={(value) => onChange({ restHours, mostInRow: Number(value) })}
      />
      <p className="second ink2">{t('board-rules-source')}</p>
    </div>
  );
}
