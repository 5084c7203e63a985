import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/facts.tsx';
import { formatDay, formatTime } from '../../ui/format.ts';
import { Sheet } from '../../ui/sheet.tsx';
import type { Member } from './page.tsx';

/** Everything that is kept about a member, who looked at the name, and what is never kept. */
export function Recorded({ member }: { readonly member: Member }) {
  const { t, i18n } = useTranslation(['member', 'org', 'skills', 'absence'] as const);
  const lang = i18n.language;
  const comma = t('org:org.list-comma');
  const home = member.lines.find((one) => one.kind === 'home' && one.to > member.today);
  const wish = member.wish;
  const windows = wish?.windows
    .map((one) => t(`member:member.window-${one.replaceAll(':', '')}`, { defaultValue: one }))
    .join(comma);
  const willing =
    wish === null
      ? t('member:member.not-said')
      : wish.willing === false
        ? t('member:member.unwilling')
        : windows || t('member:member.willing-any');
  const items = [
    { label: t('org:org.status'), value: t(`org:org.status-${member.status}`) },
    { label: t('member:member.home-short'), value: home?.orgName ?? t('member:member.home-none') },
    { label: t('org:org.unit'), value: member.unit?.name ?? t('member:member.not-said') },
    {
      label: t('member:member.skills'),
      value:
        member.skills.length > 0
          ? t('member:member.self-said', {
              what: member.skills.map((one) => t(`skills:skill.${one}`, { defaultValue: one })).join(comma),
            })
          : t('member:member.not-said'),
    },
    {
      label: t('member:member.wish'),
      value: wish?.erasedOn ? t('member:member.wish-until', { what: willing, day: formatDay(wish.erasedOn, lang) }) : willing,
    },
    {
      label: t('member:member.residence'),
      value: member.residence ? t('member:member.residence-only', { name: member.residence.name }) : t('member:member.not-said'),
    },
    ...(member.absences && member.absences.length > 0
      ? [
          {
            label: t('absence:absence-short'),
            value: member.absences
              .map(({ from, until }) => t(`absence:absence-${from === until ? 'one' : 'days'}`, { from, until }))
              .join(comma),
          },
        ]
      : []),
    ...(member.transfer
      ? [
          {
            label: t('member:member.transfer'),
            value: t('member:member.transfer-to', { to: member.transfer.toOrg, day: formatDay(member.transfer.startedOn, lang) }),
          },
        ]
      : []),
  ];
  return (
    <Sheet
      title={t('member:member.recorded')}
      note={t('member:member.recorded-note')}
      foot={
        <>
          <p>{t('member:member.never')}</p>
          {member.looks.length === 0 ? <p>{t('member:member.looks-none')}</p> : null}
          {member.looks.map((one) => (
            <p key={one.at}>
              {t('member:member.look', {
                day: formatDay(one.at, lang),
                time: formatTime(one.at, lang),
                by: one.by ?? t('member:member.someone'),
                purpose: one.purpose === 'export' ? t('member:member.purpose-export') : (one.purpose ?? ''),
              })}
            </p>
          ))}
        </>
      }
    >
      <Facts list items={items} />
    </Sheet>
  );
}
