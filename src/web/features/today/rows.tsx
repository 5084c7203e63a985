import type { TFunction } from 'i18next';
import type { Message } from '#contract/message';
import type { Today, TodayItem } from '#contract/today';
import { formatDay, spanParts } from '../../ui/format.ts';
import type { GapGroup, GapRow } from '../../ui/gap-list.tsx';

/** The two groups of the list, empty ones left out; only the most urgent row carries the filled button, and only when it is due today. */
export function gapGroups(data: Today, t: TFunction, lang: string): GapGroup[] {
  const now = new Date(data.asOf);
  return (['today', 'week'] as const).flatMap((horizon) => {
    const items = data.items.filter((item) => item.horizon === horizon);
    if (items.length === 0) return [];
    const rows = items.map((item) => toRow(item, item === data.items[0] && horizon === 'today', now, t, lang));
    return [{ id: horizon, label: t(`today:group-${horizon}`), count: t('today:count', { count: items.length }), rows }];
  });
}

function toRow(item: TodayItem, first: boolean, now: Date, t: TFunction, lang: string): GapRow {
  const say = (message: Message) => t(message.key, message.params);
  return {
    id: item.id,
    mark: item.mark,
    title: say(item.title),
    place: item.place.map((part, at) => (
      <span key={part.key + JSON.stringify(part.params)} className={at > 0 ? 'dot' : undefined}>
        {say(part)}
      </span>
    )),
    reason: item.reason ? say(item.reason) : undefined,
    when: whenOf(item.when, now, t, lang),
    action: { label: say(item.action.label), to: item.action.to, primary: first },
  };
}

/** One of the three kinds of time: left, since, due; red only when less than a day is left. */
function whenOf(when: TodayItem['when'], now: Date, t: TFunction, lang: string): NonNullable<GapRow['when']> {
  const top = when.label ? t(when.label.key, when.label.params) : undefined;
  if (!when.at || when.kind === 'none') return { top };
  const span = new Date(when.at).getTime() - now.getTime();
  const { key, params } = spanParts(span);
  if (when.kind === 'by') return { top, bottom: t('today:by', { day: formatDay(when.at, lang, now) }) };
  if (when.kind === 'since')
    return { top, bottom: key === 'time:moment' ? t('today:just-now') : t('today:since', { span: t(key, params) }) };
  if (span <= 0) return { top, bottom: t('today:overdue', { span: t(key, params) }), urgent: true };
  return { top, bottom: t('today:left', { span: t(key, params) }), urgent: span < URGENT_MS };
}

const URGENT_MS = 24 * 3600 * 1000;
