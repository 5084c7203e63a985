import { useTranslation } from 'react-i18next';
import type { Target } from './groups.ts';

/** Where a unit may go, by keyboard: the nearest groups first, a group of its own, none. */
export function MoveSelect(props: {
  readonly name: string;
  readonly near: readonly { readonly no: number; readonly label: string }[];
  readonly lead?: (() => void) | undefined;
  readonly fresh?: boolean;
  readonly onMove: (target: Target) => void;
}) {
  const { t } = useTranslation('joint');
  const { name, near, lead, fresh, onMove } = props;
  return (
    <select
      className="q-input j-move"
      aria-label={t('move-to', { unit: name })}
      value=""
      onChange={(event) => {
        const to = event.target.value;
        if (to === 'lead') lead?.();
        else if (to === 'new' || to === 'alone') onMove(to);
        else if (to !== '') onMove(Number(to));
      }}
    >
      <option value="">{t(fresh ? 'join' : 'keep')}</option>
      {near.map((group) => (
        <option key={group.no} value={group.no}>
          {group.label}
        </option>
      ))}
      <option value="new">{t('new-group')}</option>
      {lead ? <option value="lead">{t('make-host')}</option> : null}
      {fresh ? null : <option value="alone">{t('alone')}</option>}
    </select>
  );
}
