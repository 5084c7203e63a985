import { useTranslation } from 'react-i18next';
import { type MarkCode, markKinds } from './mark-codes.ts';
import './mark.css';

export interface MarkProps {
  readonly code: MarkCode;
  /** A number inside the box: 缺 2. */
  readonly value?: number | string | undefined;
  /** Two to four characters instead of the sign, in trees: 书记未定. */
  readonly text?: string | undefined;
}

/** One annotation of the closed list: text first, shape second, colour third; a screen reader hears the full word. */
export function Mark({ code, value, text }: MarkProps) {
  const { t } = useTranslation('ui');
  const word = text ?? t(`mark-${code}-word`);
  const suffix = value === undefined ? '' : ` ${value}`;
  return (
    <span className={`q-mark q-mark-${markKinds[code]}`} role="img" aria-label={`${word}${suffix}`}>
      {text ?? t(`mark-${code}`)}
      {suffix}
    </span>
  );
}
