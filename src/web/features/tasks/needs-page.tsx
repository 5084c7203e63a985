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
import { type Cells, emptyRow, isEmpty, pasted } from './grid-model.ts';
import { NeedsGrid } from './needs-grid.tsx';
import { NeedsSide } from './needs-side.tsx';
import { type Task, useTask } from './use-task.ts';
import './needs.css';

type Row = z.output<typeof needRowSchema>;
type Totals = z.output<typeof needTotalsSchema>;

/** Milliseconds of quiet after which what was typed is saved as a draft. */
const QUIET_MS = 900;
const SPARE_ROWS = 12;

type Answer = Awaited<ReturnType<typeof readNeeds>>;
const readNeeds = (taskId: string) => client.call(needsShow, { params: { taskId } });

/** Saved rows with empty ones below to go on typing. */
const withSpare = (rows: readonly { readonly cells: Cells }[]): Cells[] => [
  ...rows.map((row) => row.cells),
  ...Array.from({ length: SPARE_ROWS }, emptyRow),
];

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
  const [judged, setJudged] = useState(props.rows);
  const [totals, setTotals] = useState(props.totals);
  const [focus, setFocus] = useState({ row: 0, column: 0 });
  const [before, setBefore] = useState<Cells[] | null>(null);
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [waiting, setWaiting] = useState(false);
  const [said, setSaid] = useState('');
  const [theirs, setTheirs] = useState<Answer | null>(null);
  const etag = useRef(props.etag);
  const turn = useRef(0);
  const kept = useMemo(() => rows.map((cells, at) => ({ cells, at })).filter((one) => !isEmpty(one.cells)), [rows]);
  // Findings carry the number of the saved row; the grid may hold empty rows between.
  const issuesAt = useMemo(() => new Map(judged.map((row, i) => [kept[i]?.at ?? i, row.issues])), [judged, kept]);

  const save = useCallback(
    async (cells: readonly Cells[]) => {
      const mine = ++turn.current;
      try {
        const answer = await client.call(
          needsSave,
          { params: { taskId: task.id }, body: { rows: cells.filter((row) => !isEmpty(row)).map((row) => ({ cells: row })) } },
          { ifMatch: etag.current },
        );
        etag.current = answer.etag;
        if (mine !== turn.current) return;
        setJudged(answer.data.rows);
        setTotals(answer.data.totals);
        setSavedAt(new Date());
        setError(null);
        setWaiting(false);
        cache.setQueryData(['needs', task.id], answer);
        await cache.invalidateQueries({ queryKey: ['task', task.id] });
      } catch (reason) {
        setWaiting(false);
        if (wasEditedSince(reason)) setTheirs(await readNeeds(task.id));
        else setError(reason);
      }
    },
    [cache, task.id],
  );
  const change = (next: Cells[]) => {
    setRows(next);
    setWaiting(true);
  };
  useEffect(() => {
    if (!waiting || !task.mayEdit || theirs) return;
    const timer = setTimeout(() => void save(rows), QUIET_MS);
    return () => clearTimeout(timer);
  }, [rows, waiting, save, task.mayEdit, theirs]);

  const paste = (text: string) => {
    setBefore(rows);
    change([...pasted(rows, text, focus)]);
  };
  const upload = async (file: File) => {
    setError(null);
    try {
      const { data } = await client.call(
        needsRead,
        { params: { taskId: task.id }, body: file },
        { contentType: file.name.endsWith('.csv') ? 'text/csv' : 'application/octet-stream', fileName: file.name },
      );
      setBefore(rows);
      change(withSpare(data.rows));
    } catch (reason) {
      setError(reason);
    }
  };
  const propose = async () => {
    setError(null);
    try {
      const { data } = await client.call(needsPropose, { params: { taskId: task.id } });
      setSaid(t('needs-proposed', { count: data.places, without: data.without }));
      if (data.rows.length === 0) return;
      setBefore(rows);
      change(withSpare(data.rows));
    } catch (reason) {
      setError(reason);
    }
  };
  const blocked = totals.errors > 0 ? t('fix-first', { count: totals.errors }) : totals.people === 0 ? t('no-needs') : undefined;
  const bottom = (
    <BottomBar
      label={t('bottom')}
      actions={
        <>
          <FileButton size="bar" take={() => client.call(needsFile, { params: { taskId: task.id } })}>
            {t('needs-red')}
          </FileButton>
          <Button size="bar" to={`/tasks/${task.id}/why`}>
            {t('back')}
          </Button>
          <Button
            kind="primary"
            size="bar"
            to={blocked ? undefined : `/tasks/${task.id}/sources`}
            disabled={blocked !== undefined}
            reason={blocked}
          >
            {t('next-sources')}
          </Button>
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
          count: kept.length - judged.filter((row) => row.issues.some((issue) => issue.severity === 'error')).length,
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
            setRows(withSpare(theirs.data.rows));
            setJudged(theirs.data.rows);
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
              rows={rows}
              issuesAt={issuesAt}
              focus={focus}
              editable={task.mayEdit}
              onFocus={setFocus}
              onChange={(row, column, value) => change(rows.map((one, i) => (i === row ? { ...one, [column]: value } : one)))}
              onPaste={paste}
              onUpload={(file) => void upload(file)}
              onPropose={task.pack === null ? undefined : () => void propose()}
              onAdd={() => change([...rows, emptyRow()])}
              onUndo={
                before
                  ? () => {
                      change(before);
                      setBefore(null);
                    }
                  : undefined
              }
            />
          </Sheet>
        </FileDrop>
      </Panes>
    </TaskFrame>
  );
}
