import { useTranslation } from 'react-i18next';
import './certainty-legend.css';

/** Grades in the order of how much one may rely on them; two of the marks in the rulebooks are one grade to a reader. */
const GRADES = ['V', 'G', 'U', 'practice'] as const;

/** What the word after the source of a rule says: how far its text was checked. Opened by a click or by keys. */
export function CertaintyLegend() {
  const { t } = useTranslation('rules');
  return (
    <details className="q-certainty">
      <summary>{t('legend.title')}</summary>
      <p>{t('legend.lead')}</p>
      <dl>
        {GRADES.map((grade) => (
          <div key={grade}>
            <dt>{t(`certainty.${grade}`)}</dt>
            <dd>{t(`legend.${grade}`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('legend.article')}</p>
    </details>
  );
}
