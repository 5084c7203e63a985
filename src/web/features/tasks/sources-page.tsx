import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type * as z from 'zod';
import { planStart } from '#contract/plans';
import { sourcesSave, type sourcesSchema, sourcesShow } from '#contract/sources';
import { EditedSince, wasEditedSince } from '../../app/edited-since.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { BottomBar } from '../../ui/bottom-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Panes } from '../../ui/panes.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { TaskFrame } from './frame.tsx';
import { capRefused, sumOf } from './sources-sum.ts';
import { TaskResources } from './task-resources.tsx';
import { UnitRows } from './unit-rows.tsx';
import { type Task, useTask } from './use-task.ts';
import './sources.css';

type Sources = z.output<typeof sourcesSchema>;

/** Areas without a single registered member offer nothing to choose; one that is chosen stays in sight. */
const registered = (area: Sources['areas'][number]): boolean => area.members !== 0 || area.included;

/** Step 3: from which areas, categories and units people may come, and how many each lends at the most. */
export function Component() {
  const { t } = useTranslation(['tasks', 'ui']);
  const { taskId = '' } = useParams();
  const task = useTask(taskId);
  const sources = useQuery({
    queryKey: ['sources', taskId],
    queryFn: () => client.call(sourcesShow, { params: { taskId } }),
    refetchOnWindowFocus: false,
  });
  const data = task.data?.data;
  const error = task.error ?? sources.error;
  if (data && sources.data)
    return <SourcesForm key={sources.data.etag} task={data} sources={sources.data.data} etag={sources.data.etag} />;
  return (
    <TaskFrame task={data} now="sources">
      <Sheet>
        {error ? (
          <ProblemState error={error} retry={() => void sources.refetch()} />
        ) : (
          <Loading label={t('ui:loading')} lines={8} />
        )}
      </Sheet>
    </TaskFrame>
  );
}

function SourcesForm({ task, sources, etag }: { readonly task: Task; readonly sources: Sources; readonly etag: string | null }) {
  const { t } = useTranslation('tasks');
  const cache = useQueryClient();
  const go = useNavigate();
  const [areas, setAreas] = useState(() => new Set(sources.areas.filter((one) => one.included).map((one) => one.id)));
  const [out, setOut] = useState(() => new Set(sources.categories.filter((one) => !one.included).map((one) => one.id)));
  const [unitsOut, setUnitsOut] = useState(
    () => new Set(sources.units.filter((one) => !one.included && !out.has(one.category)).map((one) => one.id)),
  );
  const [caps, setCaps] = useState(
    () => new Map(sources.units.filter((one) => one.taskCap !== null).map((one) => [one.id, one.taskCap!])),
  );
  const [dirty, setDirty] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const touch =
    <T,>(change: (value: T) => void) =>
    (value: T) => {
      setDirty(true);
      change(value);
    };
  const toggled = (set: ReadonlySet<string>, id: string) => {
    const next = new Set(set);
    if (!next.delete(id)) next.add(id);
    return next;
  };
  const save = async (version = etag) => {
    setBusy(true);
    setError(null);
    try {
      const body = {
        areaIds: [...areas],
        excludedCategories: [...out],
        excludedUnitIds: [...unitsOut],
        caps: [...caps].map(([unitId, cap]) => ({ unitId, cap })),
      };
      const answer = await client.call(sourcesSave, { params: { taskId: task.id }, body }, { ifMatch: version });
      cache.setQueryData(['sources', task.id], answer);
      await cache.invalidateQueries({ queryKey: ['task', task.id] });
      return true;
    } catch (reason) {
      setError(reason);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const compute = async (keep: boolean) => {
    if (dirty && !(await save())) return;
    setBusy(true);
    try {
      const { data } = await client.call(planStart, { params: { taskId: task.id }, body: { keep } });
      await cache.invalidateQueries({ queryKey: ['plans', task.id] });
      await go(`/tasks/${task.id}/plan?plan=${data.id}`);
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  const chosen = sources.areas.filter((one) => one.included);
  const otherAreas = chosen.length !== areas.size || chosen.some((one) => !areas.has(one.id));
  // What changed while it is being saved would be lost with the answer.
  const editable = task.mayEdit && !busy;
  const lenders = sources.units.filter((one) => !out.has(one.category));
  const sum = sumOf(sources, { categoriesOut: out, unitsOut, caps });
  const refused = sources.units.filter((unit) => capRefused(unit, caps.get(unit.id)));
  const first = refused[0];
  const over = first !== undefined && first.cap !== null && (caps.get(first.id) ?? 0) > first.cap;
  const wrong = first && t(over ? 'caps-wrong' : 'caps-wrong-number', { unit: first.name, cap: first.cap ?? 0 });
  const blocked = sources.needed === 0 ? t('no-needs') : wrong;
  const bottom = task.mayEdit ? (
    <BottomBar
      label={t('bottom')}
      actions={
        <>
          <Button size="bar" to={`/tasks/${task.id}/needs`}>
            {t('back')}
          </Button>
          <Button size="bar" onClick={() => void save()} disabled={!dirty || busy || wrong !== undefined}>
            {t('save')}
          </Button>
          {task.planId !== null ? (
            <Button size="bar" onClick={() => void compute(false)} disabled={busy || blocked !== undefined}>
              {t('compute-whole')}
            </Button>
          ) : null}
          <Button
            kind="primary"
            size="bar"
            onClick={() => void compute(task.planId !== null)}
            disabled={busy || blocked !== undefined}
            reason={blocked}
          >
            {t(task.planId !== null ? 'compute-keep' : 'compute')}
          </Button>
        </>
      }
    >
      {dirty ? t('unsaved') : t('saved')}
    </BottomBar>
  ) : undefined;
  return (
    <TaskFrame task={task} now="sources" bottom={bottom}>
      {wasEditedSince(error) ? (
        <EditedSince
          differences={[]}
          onTheirs={() => {
            setError(null);
            void cache.invalidateQueries({ queryKey: ['sources', task.id] });
          }}
          onMine={() => void client.call(sourcesShow, { params: { taskId: task.id } }).then((now) => save(now.etag), setError)}
        />
      ) : error ? (
        <Sheet>
          <ProblemState error={error} />
        </Sheet>
      ) : null}
      <Panes
        kind="needs"
        rightTitle={t('sources-sum')}
        right={
          <Sheet title={t('sources-sum')}>
            <div role="status">
              {sum === null ? null : (
                <p className={sum.canLend < sources.needed ? 't-figure gap' : 't-figure'}>
                  {formatNumber(sum.canLend)} <span>{t('sources-can-lend')}</span>
                </p>
              )}
              <p>{t('sources-needed', { count: sources.needed, needed: formatNumber(sources.needed) })}</p>
              <p className="second ink2">
                {sum === null
                  ? t('sources-withheld')
                  : t(sum.canLend < sources.needed ? 'sources-short' : 'sources-enough', { people: formatNumber(sum.people) })}
              </p>
              {otherAreas ? <p className="second ink2">{t('sources-areas-unsaved')}</p> : null}
            </div>
            <p className="second ink2">{t('sources-caps-note')}</p>
          </Sheet>
        }
      >
        <Sheet title={t('sources-areas')} note={t('sources-areas-note')}>
          <div className="t-choices">
            {sources.areas.filter(registered).map((one) => (
              <label key={one.id} className="t-check">
                <input
                  type="checkbox"
                  disabled={!editable}
                  checked={areas.has(one.id)}
                  onChange={() => touch(setAreas)(toggled(areas, one.id))}
                />
                {one.name} <Members of={one.members} />
              </label>
            ))}
          </div>
          {sources.areas.some((one) => !registered(one)) ? (
            <p className="second ink2 t-empty-areas">
              {t('sources-areas-empty', {
                count: sources.areas.filter((one) => !registered(one)).length,
              })}
            </p>
          ) : null}
        </Sheet>
        <Sheet title={t('sources-categories')} note={t('sources-categories-note')}>
          <div className="t-choices">
            {sources.categories.map((one) => (
              <label key={one.id} className="t-check">
                <input
                  type="checkbox"
                  disabled={!editable}
                  checked={!out.has(one.id)}
                  onChange={() => touch(setOut)(toggled(out, one.id))}
                />
                {t(`category-${one.id}`)} <Members of={one.members} />
              </label>
            ))}
          </div>
        </Sheet>
        <TaskResources taskId={task.id} />
        <Sheet title={t('sources-units')} note={t('sources-units-note', { count: lenders.length })} flush>
          <UnitRows
            taskId={task.id}
            units={lenders}
            out={unitsOut}
            caps={caps}
            editable={editable}
            onToggle={(id) => touch(setUnitsOut)(toggled(unitsOut, id))}
            onCap={(id, cap) => {
              const next = new Map(caps);
              if (cap === null) next.delete(id);
              else next.set(id, cap);
              touch(setCaps)(next);
            }}
          />
        </Sheet>
      </Panes>
    </TaskFrame>
  );
}

/** How many members, or that it is not told here. */
function Members({ of }: { readonly of: number | null }) {
  const { t } = useTranslation(['tasks', 'ui']);
  return <span className="ink2">{of === null ? t('ui:withheld') : t('people', { count: of, people: formatNumber(of) })}</span>;
}
