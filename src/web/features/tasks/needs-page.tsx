import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type * as z from 'zod';
import {
  NEED_COLUMNS,
  type needRowSchema,
  needsFile,
  needsPropose,
  needsRead,
  needsSave,
  needsShow,
  type needTotalsSchema,
} from '#contract/needs';
import { type Difference, EditedSince, wasEditedSince } from '../../app/edited-since.tsx';
import { ProblemState } from '../../app/problem-state.tsx';
import { isOver } from '../../app/task-over.tsx';
import { client } from '../../data/remote/client.ts';
import { BottomBar } from '../../ui/bottom-bar.tsx';
import { Button } from '../../ui/button.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { formatTime } from '../../ui/format.ts';
import { Panes } from '../../ui/panes.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { FileDrop } from './file-drop.tsx';
import { TaskFrame } from './frame.tsx';
import { type Cells, emptyRow, isEmpty, pasted, skillsShown, stillSaid } from './grid-model.ts';
import { NeedsGrid } from './needs-grid.tsx';
import { NeedsSide } from './needs-side.tsx';
import { type Task, useTask } from './use-task.ts';
import './needs.css';

type Row = z.output<typeof needRowSchema>;
type Totals = z.output<typeof needTotalsSchema>;

/** Milliseconds of quiet after which what was typed is saved as a draft. */
const QUIET_MS = 900;
const SPARE_ROWS = 12;
/** Steps that can be taken back. */
const STEPS_KEPT = 200;

/** A state of the grid that Undo goes back to; typing in one cell is one step. */
interface Step {
  readonly rows: Cells[];
  readonly what: 'paste' | 'typing' | 'file' | 'scene';
  readonly run: number | null;
}

type Answer = Awaited<ReturnType<typeof readNeeds>>;
const readNeeds = (taskId: string) => client.call(needsShow, { params: { taskId } });

/** Saved rows with empty ones below to go on typing. */
const withSpare = (rows: readonly { readonly cells: Cells }[]): Cells[] => [
  ...rows.map((row) => row.cells),
  ...Array.from({ length: SPARE_ROWS }, emptyRow),
];

/** Saved rows with what they were judged by, at their places in the grid, which may hold empty rows between. */
function judgedOf(
  saved: readonly Row[],
  grid: readonly Cells[],
): ReadonlyMap<number, { readonly row: Row; readonly typed: Cells }> {
  const places = grid.flatMap((cells, at) => (isEmpty(cells) ? [] : [{ at, typed: cells }]));
  return new Map(saved.flatMap((row, i) => (places[i] ? [[places[i].at, { row, typed: places[i].typed }] as const] : [])));
}

/** Cells that the saved grid and this page hold differently. */
function differencesOf(
  saved: readonly Row[],
  mine: readonly Cells[],
  name: (row: number, key: (typeof NEED_COLUMNS)[number]) => string,
): Difference[] {
  const filled = mine.filter((row) => !isEmpty(row));
  const blank = emptyRow();
  return Array.from({ length: Math.max(saved.length, filled.length) }, (_, at) => at).flatMap((at) => {
    const [theirs, own] = [saved[at]?.cells ?? blank, filled[at] ?? blank];
    return NEED_COLUMNS.filter((key) => theirs[key] !== own[key]).map((key) => ({
      what: name(at + 1, key),
      theirs: theirs[key],
      mine: own[key],
    }));
  });
}

/** Step 2: a grid that feels like a spreadsheet; errors propose their correction at the cell. */
export function Component() {
  const { t } = useTranslation(['tasks', 'ui']);
  const { taskId = '' } = useParams();
  const task = useTask(taskId);
  const needs = useQuery({
    queryKey: ['needs', taskId],
    queryFn: () => readNeeds(taskId),
    refetchOnWindowFocus: false,
  });
  const data = task.data?.data;
  const error = task.error ?? needs.error;
  if (data && needs.data)
    return (
      <NeedsForm key={taskId} task={data} rows={needs.data.data.rows} totals={needs.data.data.totals} etag={needs.data.etag} />
    );
  return (
    <TaskFrame task={data} now="needs">
      <Sheet>
        {error ? (
          <ProblemState error={error} retry={() => void needs.refetch()} />
        ) : (
          <Loading label={t('ui:loading')} lines={10} />
        )}
      </Sheet>
    </TaskFrame>
  );
}

function NeedsForm(props: {
  readonly task: Task;
  readonly rows: readonly Row[];
  readonly totals: Totals;
  readonly etag: string | null;
}) {
  const { t, i18n } = useTranslation('tasks');
  const cache = useQueryClient();
  const { task } = props;
  const [rows, setRows] = useState<Cells[]>(() => withSpare(props.rows));
  const [judged, setJudged] = useState(() => judgedOf(props.rows, withSpare(props.rows)));
  const [totals, setTotals] = useState(props.totals);
  const [focus, setFocus] = useState({ row: 0, column: 0 });
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [waiting, setWaiting] = useState(false);
  const [said, setSaid] = useState('');
  const [theirs, setTheirs] = useState<Answer | null>(null);
  const etag = useRef(props.etag);
  /** The rows as they were saved last. */
  const ground = useRef(props.rows);
  /** The grid as it stands now: what is typed while a save is under way is saved after it. */
  const latest = useRef(rows);
  const turn = useRef(0);
  const flight = useRef<Promise<void>>(Promise.resolve());
  const kept = useMemo(() => rows.map((cells, at) => ({ cells, at })).filter((one) => !isEmpty(one.cells)), [rows]);
  const issuesAt = useMemo(
    () =>
      new Map(
        [...judged].flatMap(([at, one]) => (rows[at] ? [[at, stillSaid(one.row.issues, one.typed, rows[at])] as const] : [])),
      ),
    [judged, rows],
  );
  const between = t('sep-list');
  const shown = useMemo(
    () =>
      rows.map((cells, at) => {
        if (cells.skill === '') return cells;
        const read = judged.get(at);
        return {
          ...cells,
          skill: skillsShown(read && read.typed.skill === cells.skill ? read.row.cells.skill : cells.skill, between),
        };
      }),
    [rows, judged, between],
  );

  const store = useCallback(
    async (cells: readonly Cells[], mine: number) => {
      try {
        const answer = await client.call(
          needsSave,
          { params: { taskId: task.id }, body: { rows: cells.filter((row) => !isEmpty(row)).map((row) => ({ cells: row })) } },
          { ifMatch: etag.current },
        );
        etag.current = answer.etag;
        ground.current = answer.data.rows;
        if (mine !== turn.current) return;
        setJudged(judgedOf(answer.data.rows, cells));
        setTotals(answer.data.totals);
        setSavedAt(new Date());
        setError(null);
        setWaiting(latest.current !== cells);
        cache.setQueryData(['needs', task.id], answer);
        await cache.invalidateQueries({ queryKey: ['task', task.id] });
      } catch (reason) {
        setWaiting(latest.current !== cells);
        if (!wasEditedSince(reason)) return setError(reason);
        const now = await readNeeds(task.id);
        const [theirs, known] = [now.data.rows, ground.current].map((saved) => JSON.stringify(saved.map((row) => row.cells)));
        if (theirs !== known || now.etag === etag.current) return setTheirs(now);
        // Only another step was saved in between: nothing of the grid differs, so there is nothing to choose.
        etag.current = now.etag;
        setWaiting(true);
      }
    },
    [cache, task.id],
  );
  /** One after the other: a save that overtook the one before it would take that one for somebody else's. */
  const save = useCallback(
    (cells: readonly Cells[]) => {
      const mine = ++turn.current;
      flight.current = flight.current.then(() => (mine === turn.current ? store(cells, mine) : undefined));
      return flight.current;
    },
    [store],
  );
  const set = (next: Cells[]) => {
    // There is always room to go on typing below.
    const last = next.findLastIndex((row) => !isEmpty(row));
    latest.current = [...next, ...Array.from({ length: Math.max(0, last + 1 + SPARE_ROWS - next.length) }, emptyRow)];
    setRows(latest.current);
    setWaiting(true);
  };
  const change = (next: Cells[], what: Step['what'], run: number | null = null) => {
    if (run === null || steps.at(-1)?.run !== run) setSteps([...steps.slice(1 - STEPS_KEPT), { rows, what, run }]);
    set(next);
  };
  const undo = () => {
    const last = steps.at(-1);
    if (!last) return;
    setSteps(steps.slice(0, -1));
    set(last.rows);
  };
  useEffect(() => {
    if (!waiting || !task.mayEdit || theirs) return;
    const timer = setTimeout(() => void save(rows), QUIET_MS);
    return () => clearTimeout(timer);
  }, [rows, waiting, save, task.mayEdit, theirs]);

  const paste = (text: string) => {
    change([...pasted(rows, text, focus)], 'paste');
  };
  const upload = async (file: File) => {
    setError(null);
    try {
      const { data } = await client.call(
        needsRead,
        { params: { taskId: task.id }, body: file },
        { contentType: file.name.endsWith('.csv') ? 'text/csv' : 'application/octet-stream', fileName: file.name },
      );
      setSaid(t('needs-read', { file: file.name, count: data.rows.length, before: kept.length }));
      change(withSpare(data.rows), 'file');
    } catch (reason) {
      setError(reason);
    }
  };
  const propose = async () => {
    setError(null);
    try {
      const { data } = await client.call(needsPropose, { params: { taskId: task.id } });
      setSaid(data.places === 0 ? t('needs-proposed-none') : t('needs-proposed', { count: data.places, without: data.without }));
      if (data.rows.length === 0) return;
      change(withSpare(data.rows), 'scene');
    } catch (reason) {
      setError(reason);
    }
  };
  const add = () => {
    const row = rows.findLastIndex((one) => !isEmpty(one)) + 1;
    setFocus({ row, column: 0 });
  };
  const found = [...judged.values()].some((one) => one.row.issues.length > 0);
  const blocked = totals.errors > 0 ? t('fix-first', { count: totals.errors }) : totals.people === 0 ? t('no-needs') : undefined;
  const bottom = (
    <BottomBar
      label={t('bottom')}
      actions={
        <>
          <FileButton size="bar" take={() => client.call(needsFile, { params: { taskId: task.id } })}>
            {t(found ? 'needs-red' : 'needs-file')}
          </FileButton>
          <Button size="bar" to={`/tasks/${task.id}/why`}>
            {t('back')}
          </Button>
          {isOver(task.state) ? null : (
            <Button
              kind="primary"
              size="bar"
              to={blocked ? undefined : `/tasks/${task.id}/sources`}
              disabled={blocked !== undefined}
              reason={blocked}
            >
              {t('next-sources')}
            </Button>
          )}
        </>
      }
    >
      {theirs
        ? t('unsaved')
        : waiting
          ? t('saving')
          : savedAt
            ? t('saved-at', { time: formatTime(savedAt, i18n.language) })
            : t('saved')}{' '}
      <span className="ink2 n-usable">
        {t('rows-usable', {
          count:
            kept.length - [...judged.values()].filter((one) => one.row.issues.some((issue) => issue.severity === 'error')).length,
          all: kept.length,
        })}
      </span>
    </BottomBar>
  );
  return (
    <TaskFrame task={task} now="needs" bottom={bottom}>
      {theirs ? (
        <EditedSince
          differences={differencesOf(theirs.data.rows, rows, (row, key) => t('cell', { row, column: t(`need-${key}`) }))}
          onTheirs={() => {
            etag.current = theirs.etag;
            ground.current = theirs.data.rows;
            const next = withSpare(theirs.data.rows);
            latest.current = next;
            setRows(next);
            setJudged(judgedOf(theirs.data.rows, next));
            setSteps([]);
            setTotals(theirs.data.totals);
            setTheirs(null);
          }}
          onMine={() => {
            etag.current = theirs.etag;
            setTheirs(null);
            void save(rows);
          }}
        />
      ) : null}
      {error ? (
        <Sheet>
          <ProblemState error={error} retry={() => void save(rows)} />
        </Sheet>
      ) : null}
      <Panes
        kind="needs"
        rightTitle={t('totals')}
        right={<NeedsSide totals={totals} issues={issuesAt} onGo={(row, column) => setFocus({ row, column })} />}
      >
        <FileDrop enabled={task.mayEdit} onFile={(file) => void upload(file)}>
          <Sheet flush>
            <p role="status" className={said ? 'second ink2 n-said' : 'sr'}>
              {said}
            </p>
            <NeedsGrid
              rows={shown}
              typed={rows}
              issuesAt={issuesAt}
              focus={focus}
              editable={task.mayEdit}
              onFocus={setFocus}
              onChange={(row, column, value, run) =>
                change(
                  rows.map((one, i) => (i === row ? { ...one, [column]: value } : one)),
                  'typing',
                  run,
                )
              }
              onPaste={paste}
              onUpload={(file) => void upload(file)}
              onPropose={task.pack === null ? undefined : () => void propose()}
              onAdd={add}
              undo={steps.length > 0 ? { label: t(`needs-undo-${steps.at(-1)!.what}`), take: undo } : undefined}
            />
          </Sheet>
        </FileDrop>
      </Panes>
    </TaskFrame>
  );
}
