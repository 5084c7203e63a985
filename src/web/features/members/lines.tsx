import { useTranslation } from 'react-i18next';
import { Sheet } from '../../ui/sheet.tsx';
import { TimeLine, type TimeRow } from '../../ui/time-line.tsx';
import type { Member } from './page.tsx';

type Line = Member['lines'][number];

/** Months shown before and after today. */
const BEFORE = 16;
const AFTER = 2;

/** The one relationship on top, participations below it: running, ended, not yet approved. */
export function Lines({ member }: { readonly member: Member }) {
  const { t } = useTranslation(['member', 'org'] as const);
  const { today, lines } = member;
  const [from, to] = [monthsFrom(today, -BEFORE), monthsFrom(today, AFTER)];
  const parts = lines.filter((one) => one.kind === 'participation');
  const kindOf = (line: Line): 'running' | 'ended' | 'pending' =>
    line.to <= today || line.orgState === 'ended' ? 'ended' : line.orgState === 'active' ? 'running' : 'pending';
  const counts = { running: 0, pending: 0, ended: 0 };
  for (const line of parts) counts[kindOf(line)] += 1;
  const homes = lines.filter((one) => one.kind === 'home');
  const current = homes.find((one) => one.to > today) ?? homes[0];
  const clip = (line: Line) => ({ from: line.from < from ? from : line.from, to: line.to > to ? null : line.to });
  const since = (day: string) => t('member:member.home-since', { year: day.slice(0, 4), month: Number(day.slice(5, 7)) });
  const role = (line: Line) =>
    line.role
      ? t(`org:org.office-${line.role}`, { defaultValue: t(`org:org.role-${line.role}`, { defaultValue: line.role }) })
      : null;
  const rows: TimeRow[] = [
    {
      id: 'home',
      label: t('member:member.home'),
      note: current?.orgName ?? t('member:member.home-none'),
      bars: homes.map((line) => ({
        id: line.id,
        ...clip(line),
        text: [since(line.from), role(line)].filter(Boolean).join(t('org:org.comma')),
        kind: 'home' as const,
      })),
    },
    ...parts.map((line) => {
      const kind = kindOf(line);
      const words = [
        role(line),
        line.mode ? t(`org:org.mode-${line.mode}`) : null,
        kind === 'running' ? null : t(`member:member.line-${kind}`),
      ];
      return {
        id: line.id,
        label: line.orgName,
        note: line.taskTitle ?? '',
        bars: [{ id: line.id, ...clip(line), text: words.filter(Boolean).join(t('org:org.comma')), kind }],
      };
    }),
  ];
  return (
    <Sheet title={t('member:member.lines', { count: parts.length })} note={t('member:member.lines-note', counts)}>
      <TimeLine label={t('member:member.lines', { count: parts.length })} from={from} to={to} today={today} rows={rows} />
    </Sheet>
  );
}

/** The first day of the month `count` months away. */
function monthsFrom(day: string, count: number): string {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
}
