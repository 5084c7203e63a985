import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import type { Message } from '#contract/message';
import type { taskFiguresSchema } from '#contract/tasks';

/** Heads of the three columns that say how a task stands. */
export function TaskHeads() {
  const { t } = useTranslation('tasks');
  return (
    <>
      <th scope="col">{t('col-state')}</th>
      <th scope="col">{t('col-missing')}</th>
      <th scope="col" className="num">
        {t('col-placed')}
      </th>
    </>
  );
}

/** How a task stands: stage, who is missing, places filled of those needed; the same words in every list of tasks. */
export function TaskCells({ figures }: { readonly figures: z.output<typeof taskFiguresSchema> }) {
  const { t } = useTranslation('tasks');
  const say = ({ key, params }: Message) => t(key as 'missing-none', params);
  return (
    <>
      <td className="ink2">{say(figures.stage)}</td>
      <td>
        {figures.short === null ? null : figures.short.gap ? (
          <b className="gap">{say(figures.short.text)}</b>
        ) : (
          <span className="ink2">{say(figures.short.text)}</span>
        )}
      </td>
      <td className="num">
        {say(figures.places)}
        {figures.accepted ? <p className="second ink2">{say(figures.accepted)}</p> : null}
      </td>
    </>
  );
}
