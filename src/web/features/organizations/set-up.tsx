import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Facts } from '../../ui/facts.tsx';
import { formatDay } from '../../ui/format.ts';
import { Masked } from '../../ui/masked.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Org } from './page.tsx';
import { useKindLine, useTotal } from './words.ts';

/** Class, secretary, members, affiliation and place, loaned: the five facts under the title. */
export function HeadFacts({ org }: { readonly org: Org }) {
  const { t } = useTranslation('org');
  const kind = useKindLine();
  const count = useTotal(org);
  const items = [{ label: t('org.kind'), value: kind(org) }];
  const secretary = org.offices.find((one) => one.office === 'secretary' || one.office === 'group-leader');
  if (!org.referenceOnly && org.form !== null) {
    const held = secretary ? secretary.name ? <Masked name={secretary.name} /> : t('org.office-held') : <Open org={org} />;
    items.push({ label: t(org.form === 'group' ? 'org.office-group-leader' : 'org.office-secretary'), value: held as never });
  }
  if (org.members) {
    const { full, probationary } = org.members;
    const open = org.atLeast.includes('full') || org.atLeast.includes('probationary');
    const total = full === null || probationary === null || open ? null : full + probationary;
    const text =
      total === null
        ? t('org.members-guarded', { full: count('full', full), probationary: count('probationary', probationary) })
        : t('org.members-line', { total, full, probationary });
    items.push({ label: t(org.members.below ? 'org.members-below' : 'org.members'), value: text });
  } else if (!org.standing) items.push({ label: t('org.serving'), value: count('serving', org.serving) });
  if (org.unit) {
    const tier = org.unit.affiliationTier ? t(`org.tier-${org.unit.affiliationTier}`) : t('org.unknown');
    items.push({
      label: t('org.affiliation'),
      value: t('org.affiliation-line', { tier, place: org.unit.locatedArea ?? t('org.unknown') }),
    });
  } else if (org.area)
    items.push({
      label: t('org.area'),
      value: (<Link to={`/organizations/areas/${org.area.id}?tree=area`}>{org.area.name}</Link>) as never,
    });
  if (org.members) {
    const cap = org.unit?.releaseCap ?? null;
    const full = cap !== null && org.away !== null && org.away >= cap && cap > 0;
    items.push({
      label: t('org.loaned'),
      value: (
        <>
          {t('org.loaned-line', { count: count('away', org.away) })}
          {cap === null || org.members.below ? null : (
            <span className={full ? 'warn' : 'ink2'}>{t(full ? 'org.loaned-full' : 'org.loaned-cap', { cap })}</span>
          )}
        </>
      ) as never,
    });
  }
  return <Facts items={items} />;
}

/** A branch without a secretary lacks something; for bodies whose officers the register does not hold it only says so. */
function Open({ org }: { readonly org: Org }) {
  const { t } = useTranslation('org');
  const lacking = org.form === 'branch' || org.form === 'general-branch' || org.form === 'group';
  return <span className={lacking ? 'gap' : 'ink2'}>{t(lacking ? 'org.office-open' : 'org.unknown')}</span>;
}

/** How it is set up: class, form, sense, parent, basis in time, units it is made of (S-002). */
export function SetUp({ org }: { readonly org: Org }) {
  const { t, i18n } = useTranslation('org');
  const kind = useKindLine();
  const day = (value: string) => formatDay(value, i18n.language);
  const to = (one: { id: string; name: string }) => <Link to={`/organizations/${one.id}`}>{one.name}</Link>;
  const items: { label: string; value: React.ReactNode }[] = [{ label: t('org.kind'), value: kind(org) }];
  if (org.parent) items.push({ label: t('org.parent'), value: to(org.parent) });
  if (org.setUpBy) items.push({ label: t('org.set-up-by'), value: to(org.setUpBy) });
  if (org.evolvedFrom) items.push({ label: t('org.evolved-from'), value: to(org.evolvedFrom) });
  if (org.evolvedInto.length > 0)
    items.push({
      label: t('org.evolved-into'),
      value: org.evolvedInto.map((one) => <div key={one.id}>{to(one)}</div>),
    });
  if (org.unit)
    items.push({
      label: t('org.unit'),
      value: (
        <Link to={`/units/${org.unit.id}`}>
          {t('org.unit-line', { name: org.unit.name, kind: t(`org.unit-kind-${org.unit.kind}`) })}
        </Link>
      ),
    });
  if (org.area)
    items.push({
      label: t('org.area'),
      value: <Link to={`/organizations/areas/${org.area.id}?tree=area`}>{org.area.name}</Link>,
    });
  if (org.jointSense) items.push({ label: t('org.joint'), value: t(`org.joint-${org.jointSense}`) });
  if (org.constituents.length > 0)
    items.push({ label: t('org.constituents'), value: org.constituents.map((one) => one.name).join(t('org.list-comma')) });
  if (org.task) items.push({ label: t('org.task'), value: <Link to={`/tasks/${org.task.id}`}>{org.task.title}</Link> });
  const { decision } = org;
  if (decision?.issuer)
    items.push({
      label: t('org.decided-by'),
      value: [decision.issuer, decision.issuedOn && day(decision.issuedOn), decision.basis]
        .filter(Boolean)
        .join(t('org.list-comma')),
    });
  if (decision?.approvedAt)
    items.push({
      label: t('org.approved-by'),
      value: [decision.approver, day(decision.approvedAt), decision.documentNumber].filter(Boolean).join(t('org.list-comma')),
    });
  if (org.charter) items.push({ label: t(org.standing ? 'org.charter' : 'org.charter-task'), value: org.charter });
  if (org.endCondition) items.push({ label: t('org.end-condition'), value: org.endCondition });
  if (org.startedOn) items.push({ label: t('org.started'), value: day(org.startedOn) });
  if (org.endedOn) items.push({ label: t('org.ended'), value: day(org.endedOn) });
  if (org.termEndsOn) items.push({ label: t('org.term-ends'), value: day(org.termEndsOn) });
  if (org.leadingGroups.length > 0) {
    items.push({
      label: t('org.leading-groups'),
      value: (
        <details>
          <summary>{t('org.leading-groups-count', { count: org.leadingGroups.length })}</summary>
          {org.leadingGroups.map((one) => (
            <div key={one.id}>{to(one)}</div>
          ))}
        </details>
      ),
    });
  }
  return (
    <Sheet title={t('org.set-up')} note={t('org.set-up-note')}>
      <Facts list items={items} />
    </Sheet>
  );
}
