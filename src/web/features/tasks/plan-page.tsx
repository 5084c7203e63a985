import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { planList, planNames, planShow, planStart, planStop } from '#contract/plans';
import { ProblemState } from '../../app/problem-state.tsx';
import { isOver } from '../../app/task-over.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Panes } from '../../ui/panes.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Empty, Loading } from '../../ui/states.tsx';
import { TaskFrame } from './frame.tsx';
import { PlanAge } from './plan-age.tsx';
import { ChoiceList } from './plan-choices.tsx';
import { type Compared, Comparison } from './plan-comparison.tsx';
import { PlanExplanation } from './plan-explanation.tsx';
import { type Gap, GapPane } from './plan-gaps.tsx';
import { PlanHeadline } from './plan-headline.tsx';
import type { Lifted } from './plan-lift.ts';
import { type Asked, PlanMove } from './plan-move.tsx';
import { NamesProvider } from './plan-names.tsx';
import { type PictureShown, PlanPicture } from './plan-picture.tsx';
import { PlanReport } from './plan-report.tsx';
import { PlanRunning } from './plan-running.tsx';
import { PlanState } from './plan-state.tsx';
import { useTask } from './use-task.ts';
import './plan.css';

/** Step 4: what is missing, where, from whom; why this one, and what would change it. */
export function Component() {
  const { t } = useTranslation(['tasks', 'ui']);
  const { taskId = '' } = useParams();
  const [query, setQuery] = useSearchParams();
  const cache = useQueryClient();
  const task = useTask(taskId);
  const versions = useQuery({
    queryKey: ['plans', taskId],
    queryFn: async () => (await client.call(planList, { params: { taskId } })).data.items,
  });
  const newest = versions.data?.find((one) => one.state !== 'failed') ?? versions.data?.[0];
  const planId = query.get('plan') ?? newest?.id;
  const [post, setPost] = useState<string>();
  const [compared, setCompared] = useState<Compared | null>(null);
  const [picture, setPicture] = useState<PictureShown>({ view: 'map', gapsOnly: false });
  const [asked, setAsked] = useState<Asked | null>(null);
  const [lifted, setLifted] = useState<Lifted | null>(null);
  const liftedFrom = useRef<HTMLElement>(null);
  const [error, setError] = useState<unknown>(null);
  const [names, setNames] = useState<{
    readonly planId: string;
    readonly of: Readonly<Record<string, string>>;
    readonly withheld: number;
  } | null>(null);
  const plan = useQuery({
    queryKey: ['plan', planId],
    enabled: planId !== undefined,
    queryFn: async () => (await client.call(planShow, { params: { planId: planId! } })).data,
    refetchInterval: (state) => (state.state.data && ['queued', 'running'].includes(state.state.data.state) ? 400 : false),
  });
  const data = plan.data;
  const taskData = task.data?.data;
  const ready = data !== undefined && !['queued', 'running'].includes(data.state);
  useEffect(() => {
    // A finished plan moves the task on: its step, its figures, the list of versions.
    if (!ready) return;
    void cache.invalidateQueries({ queryKey: ['task', taskId] });
    void cache.invalidateQueries({ queryKey: ['plans', taskId] });
  }, [ready, cache, taskId]);
  const show = (id: string) => {
    setCompared(null);
    setAsked(null);
    setPost(undefined);
    setQuery({ plan: id });
  };
  const reveal = async (purpose: string) => {
    const answer = await client.call(planNames, { params: { planId: planId! }, body: { purpose } });
    setNames({ planId: planId!, of: answer.data.names, withheld: answer.data.withheld });
  };
  const start = async (options: { keep?: boolean; fewestMoves?: boolean }) => {
    setError(null);
    try {
      const { data: made } = await client.call(planStart, { params: { taskId }, body: options });
      show(made.id);
    } catch (reason) {
      setError(reason);
    }
  };
  const stop = () => {
    if (planId) client.call(planStop, { params: { planId } }).catch((reason: unknown) => setError(reason));
  };
  useEffect(() => {
    if (!lifted) return;
    const back = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setLifted(null);
      liftedFrom.current?.focus();
    };
    document.addEventListener('keydown', back);
    return () => document.removeEventListener('keydown', back);
  }, [lifted]);
  const lift = (person: Lifted | null) => {
    if (person && document.activeElement instanceof HTMLElement) liftedFrom.current = document.activeElement;
    setLifted(person);
  };
  const ask = (one: Asked) => {
    setLifted(null);
    setCompared(null);
    setAsked(one);
  };
  const busy = data !== undefined && !ready;
  const shown = data && !busy && data.state !== 'failed' ? data : undefined;
  // Between two versions the head stays, so that the arrows of the list of versions walk on.
  const last = useRef(shown);
  if (shown) last.current = shown;
  const head = shown ?? (plan.isPending ? last.current : undefined);
  const selected = post ?? shown?.gaps[0]?.postId ?? shown?.map.find((cell) => cell.places.length > 0)?.places[0]?.firstPostId;
  const preview = (gap: Gap, index: number) => {
    setAsked(null);
    const repair = gap.repairs.find((one) => one.index === index);
    if (!repair) return;
    // The pane of reasons shows the post that the repair is for.
    setPost(gap.postId);
    setCompared({ kind: 'repair', gap, repair });
  };
  const previous = versions.data?.find((one) => data && one.versionNo < data.versionNo && one.objective !== null);
  return (
    <TaskFrame
      task={taskData}
      now="plan"
      title={data ? t('plan-title', { no: data.versionNo }) : t('step-plan')}
      state={
        head ? (
          <PlanState
            plan={head}
            version={planId ?? head.id}
            versions={versions.data ?? []}
            named={names?.planId === head.id}
            onVersion={show}
            onReveal={reveal}
            onHide={() => setNames(null)}
          />
        ) : undefined
      }
    >
      {error ? (
        <Sheet>
          <ProblemState error={error} />
        </Sheet>
      ) : null}
      {plan.error ? (
        <Sheet>
          <ProblemState error={plan.error} retry={() => void plan.refetch()} />
        </Sheet>
      ) : null}
      {planId === undefined && versions.data ? (
        <Sheet>
          <Empty
            title={t('plan-none')}
            actions={
              <Button kind="primary" onClick={() => void start({})}>
                {t('compute')}
              </Button>
            }
          >
            {t('plan-none-text')}
          </Empty>
        </Sheet>
      ) : null}
      {planId !== undefined && plan.isPending ? (
        <Sheet>
          <Loading label={t('ui:loading')} lines={8} />
        </Sheet>
      ) : null}
      {data && (busy || data.state === 'failed') ? (
        <PlanRunning plan={data} onStop={stop} onAgain={() => void start({})} />
      ) : null}
      {data?.state === 'failed' && data.choices.length > 0 ? <ChoiceList plan={data} onPost={setPost} /> : null}
      {shown ? (
        <NamesProvider value={names?.planId === shown.id ? names.of : {}}>
          <PlanHeadline
            plan={shown}
            previous={previous}
            newest={newest}
            whyMissing={taskData ? taskData.issues.length + (taskData.standing === null ? 1 : 0) : 0}
            onCompare={
              previous ? () => setCompared({ kind: 'version', id: previous.id, versionNo: previous.versionNo }) : undefined
            }
            over={isOver(taskData?.state)}
            onAgain={start}
          />
          {names?.planId === shown.id && names.withheld > 0 ? (
            <p className="second ink2" role="status">
              {t('names-withheld', { count: names.withheld })}
            </p>
          ) : null}
          {newest?.id === shown.id ? (
            <PlanAge
              planId={shown.id}
              versionNo={shown.versionNo}
              mayEdit={shown.mayEdit}
              onAgain={() => void start({ keep: true })}
            />
          ) : null}
          {query.get('report') === 'yes' ? (
            <PlanReport plan={shown} onClose={() => setQuery({ plan: shown.id }, { replace: true })} />
          ) : null}
          {compared ? <Comparison plan={shown} what={compared} onDone={show} onClose={() => setCompared(null)} /> : null}
          {asked ? <PlanMove plan={shown} asked={asked} back={liftedFrom.current} onClose={() => setAsked(null)} /> : null}
          <Panes
            kind="plan"
            left={
              <>
                <GapPane
                  plan={shown}
                  selected={selected}
                  onPost={setPost}
                  onRepair={preview}
                  onAll={() => setPicture({ view: 'table', gapsOnly: true })}
                  over={isOver(taskData?.state)}
                />
                {shown.choices.length > 0 ? <ChoiceList plan={shown} onPost={setPost} /> : null}
              </>
            }
            right={
              selected ? (
                <PlanExplanation plan={shown} postId={selected} over={isOver(taskData?.state)} onRepair={preview} onLift={lift} />
              ) : undefined
            }
            rightTitle={t('explain')}
            rightKey={post}
          >
            <PlanPicture
              plan={shown}
              selected={selected}
              onPost={setPost}
              shown={picture}
              onShow={setPicture}
              lift={{ person: lifted, onLift: lift, onPut: ask }}
            />
          </Panes>
        </NamesProvider>
      ) : null}
    </TaskFrame>
  );
}
