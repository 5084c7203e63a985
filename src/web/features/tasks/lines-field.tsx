import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import type { Task } from './use-task.ts';

type Lines = Task['content']['lines'];

/** The work plan, line by line; at least one line of political or mass work stays. */
export function LinesField({
  lines,
  readings,
  onChange,
}: {
  readonly lines: Lines;
  /** What lines of the scene say in the language of the reader. */
  readonly readings: ReadonlyMap<string, string>;
  readonly onChange: (lines: Lines) => void;
}) {
  const { t } = useTranslation('tasks');
  const list = useRef<HTMLUListElement>(null);
  const add = () => {
    onChange([...lines, { kind: 'own', text: '', political: false }]);
    // The new line is there after the next drawing.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('li:last-child input')?.focus());
  };
  const change = (at: number, part: Partial<Lines[number]>) =>
    onChange(lines.map((line, i) => (i === at ? { ...line, ...part } : line)));
  return (
    <fieldset className="t-lines">
      <legend>{t('f-lines')}</legend>
      <ul ref={list}>
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          <li key={at}>
            <input
              className="q-input"
              aria-label={t('f-line')}
              value={line.text}
              onChange={(event) => change(at, { text: event.target.value })}
            />
            <label className="t-check">
              <input
                type="checkbox"
                checked={line.political}
                onChange={(event) => change(at, { political: event.target.checked })}
              />
              {t('f-line-political')}
            </label>
            <Button kind="link" size="row" onClick={() => onChange(lines.filter((_, i) => i !== at))}>
              {t('f-line-remove')}
            </Button>
            {readings.has(line.text) ? (
              <p className="second ink2 t-line-reading">{t('f-reading', { text: readings.get(line.text) })}</p>
            ) : null}
          </li>
        ))}
      </ul>
      <Button size="row" onClick={add}>
        {t('f-line-add')}
      </Button>
    </fieldset>
  );
}
