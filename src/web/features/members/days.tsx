import { useTranslation } from 'react-i18next';
import { addDays, type Day, weekday } from '#kernel/lib';
import { formatDay } from '../../ui/format.ts';
import { Mark } from '../../ui/mark.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { TwoLines } from '../../ui/two-lines.tsx';
import type { Member } from './page.tsx';

type Entry = Member['days']['entries'][number];

/** 本职 and 任务 side by side for two weeks; a day with both is said in words. For planning: past days are not kept. */
export function Days({ member }: { readonly member: Member }) {
  const { t, i18n } = useTranslation('member');
  const { from, count, entries } = member.days;
  const days = Array.from({ length: count }, (_, at) => addDays(from as Day, at));
  const of = (line: Entry['line'], day: string) => entries.filter((one) => one.line === line && one.day === day);
  const both = days.filter((day) => of('own', day).length > 0 && of('task', day).length > 0);
  const own = entries.filter((one) => one.line === 'own').length;
  const tasks = entries.filter((one) => one.line === 'task');
  const hours = Math.round(tasks.reduce((sum, one) => sum + ((one.end ?? 0) - (one.start ?? 0)) / 60, 0));
  const itemsOf = (line: Entry['line']) =>
    Object.fromEntries(
      days.map((day) => [
        day,
        of(line, day).map((one) => ({
          text: one.title,
          ...(line === 'own' && one.start !== null ? { time: clock(one.start) } : {}),
        })),
      ]),
    );
  const overlap = days.flatMap((day) => of('own', day).filter((a) => of('task', day).some((b) => meets(a, b))));
  return (
    <Sheet
      flush
      title={t('member.days')}
      note={t('member.days-note', { from: formatDay(from, i18n.language), to: formatDay(days.at(-1) ?? from, i18n.language) })}
      foot={[
        overlap.length === 0 ? t('member.overlap-none') : t('member.overlap', { count: overlap.length }),
        t('member.hours', { count: hours }),
        member.lent
          ? t(member.lent.cap === null ? 'member.lent' : 'member.lent-cap', { out: member.lent.out, cap: member.lent.cap })
          : null,
      ]
        .filter(Boolean)
        .join('')}
    >
      {both.map((day) => (
        <p key={day} className="m-clash">
          <Mark code="same-day" />
          <b>{t('member.same-day', { day: formatDay(day, i18n.language) })}</b>
          <span>
            {t('member.same-day-what', {
              own: of('own', day).map(inWords).join(t('member.list-comma')),
              task: of('task', day).map(inWords).join(t('member.list-comma')),
            })}
          </span>
        </p>
      ))}
      <TwoLines
        label={t('member.days')}
        days={days.map((day, at) => ({
          day,
          label: at > 0 && day.slice(8) === '01' ? `${Number(day.slice(5, 7))}/1` : String(Number(day.slice(8))),
          weekday: t(`member.weekday-${weekday(day)}`),
          free: weekday(day) > 5,
          clash: both.includes(day),
        }))}
        rows={[
          {
            id: 'own',
            label: t('member.line-own'),
            note: t('member.items', { count: own }),
            look: 'framed',
            items: itemsOf('own'),
          },
          {
            id: 'task',
            label: t('member.line-task'),
            note: t('member.items', { count: tasks.length }),
            look: 'filled',
            items: itemsOf('task'),
          },
        ]}
      />
    </Sheet>
  );
}

const clock = (minute: number): string => `${Math.floor(minute / 60) % 24}:${String(minute % 60).padStart(2, '0')}`;
const inWords = (one: Entry): string => (one.start === null ? one.title : `${clock(one.start)} ${one.title}`);
const meets = (a: Entry, b: Entry): boolean =>
  a.start !== null && b.start !== null && a.start < (b.end ?? 1440) && b.start < (a.end ?? 1440);
