import { useTranslation } from 'react-i18next';
import { useNameOf } from './plan-names.tsx';
import { fromOf } from './plan-words.ts';
import '../../ui/plain-table.css';

/** One person who stands elsewhere after a change; null is nowhere. */
interface Move {
  readonly personId: string;
  readonly name: string;
  readonly unitName: string | null;
  readonly residence: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** Who stands elsewhere, from where to where: the first `most` of them. */
export function MovesTable({ moves, most }: { readonly moves: readonly Move[]; readonly most: number }) {
  const { t } = useTranslation('tasks');
  const nameOf = useNameOf();
  return (
    <table className="q-table">
      <thead>
        <tr>
          <th scope="col">{t('compare-who')}</th>
          <th scope="col">{t('compare-from')}</th>
          <th scope="col">{t('compare-to')}</th>
        </tr>
      </thead>
      <tbody>
        {moves.slice(0, most).map((one) => (
          <tr key={`${one.personId} ${one.from} ${one.to}`}>
            <th scope="row">
              {nameOf(one)} <span className="ink2">{fromOf(t, one)}</span>
            </th>
            <td>{one.from ?? t('compare-nowhere')}</td>
            <td>{one.to ?? t('compare-nowhere')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
