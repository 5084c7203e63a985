import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditedGrouping } from '#kernel/assembly';
import type { Issue } from '#kernel/lib';
import { Button } from '../../ui/button.tsx';
import type { Picked } from '../../ui/pick.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { AllCovered } from '../../ui/states.tsx';
import { Findings } from './findings.tsx';
import { GroupSheet } from './group-sheet.tsx';
import type { Group, Target } from './groups.ts';
import { NextStep } from './next-step.tsx';
import type { Unit, useRules, useSay } from './words.ts';

/** Groups on one page: thousands of groups stay quick. */
const PAGE = 20;

/** The groups, those to look at first when asked; the chosen one is turned to. */
export function GroupList(props: {
  readonly groups: readonly Group[];
  readonly weighed: EditedGrouping;
  readonly unitById: ReadonlyMap<string, Unit>;
  readonly chosen: number | null;
  readonly say: ReturnType<typeof useSay>;
  readonly rule: ReturnType<typeof useRules>;
  readonly near: (id: string) => readonly { readonly no: number; readonly label: string }[];
  readonly above: Picked | null;
  readonly onChoose: (no: number) => void;
  readonly onMove: (unit: string, target: Target) => void;
  readonly onLead: (unit: string) => void;
  readonly onHold: (no: number, held: boolean) => void;
}) {
  const { t } = useTranslation('joint');
  const { groups, weighed, unitById, chosen, say, rule, near, above, onChoose, onMove, onLead, onHold } = props;
  const [look, setLook] = useState('all');
  const [from, setFrom] = useState(0);
  const rows = groups.map((group, g) => ({
    group,
    principles: weighed.groups[g]?.principles ?? [],
    issues: weighed.issues.filter((issue: Issue) => issue.path[1] === g),
  }));
  const listed = look === 'all' ? rows : rows.filter((row) => row.issues.length > 0 || row.principles.some((fact) => !fact.met));
  const at = listed.findIndex((row) => row.group.no === chosen);
  useEffect(() => {
    if (at < 0) return;
    setFrom(Math.floor(at / PAGE) * PAGE);
    requestAnimationFrame(() => document.getElementById(`group-${chosen}`)?.scrollIntoView({ block: 'nearest' }));
  }, [at, chosen]);
  const first = from < listed.length ? from : 0;
  return (
    <>
      <div className="j-acts">
        <Segmented
          label={t('look')}
          value={look}
          options={[
            { value: 'all', label: t('look-every', { count: rows.length }) },
            { value: 'open', label: t('look-open') },
          ]}
          onChange={setLook}
        />
        {listed.length > PAGE ? (
          <>
            <Button size="row" disabled={first === 0} onClick={() => setFrom(first - PAGE)}>
              {t('before')}
            </Button>
            <span className="second ink2">
              {t('of', { from: first + 1, to: Math.min(first + PAGE, listed.length), count: listed.length })}
            </span>
            <Button size="row" disabled={first + PAGE >= listed.length} onClick={() => setFrom(first + PAGE)}>
              {t('after')}
            </Button>
          </>
        ) : null}
      </div>
      {listed.length === 0 ? <AllCovered title={t(rows.length === 0 ? 'no-groups' : 'nothing-open')} /> : null}
      {listed.slice(first, first + PAGE).map(({ group, principles, issues }) => {
        const units = group.units.flatMap((id) => unitById.get(id) ?? []);
        return (
          <GroupSheet
            key={group.no}
            group={group}
            units={units}
            principles={principles}
            say={say}
            near={near(group.units[0] ?? '')}
            chosen={group.no === chosen}
            findings={<Findings issues={issues} say={say} rule={rule} />}
            next={
              <NextStep
                units={units}
                wrong={issues.some((issue) => issue.severity === 'error')}
                above={above}
                unitById={unitById}
              />
            }
            onMove={onMove}
            onLead={onLead}
            onHold={(held) => onHold(group.no, held)}
            onChoose={() => onChoose(group.no)}
          />
        );
      })}
    </>
  );
}
