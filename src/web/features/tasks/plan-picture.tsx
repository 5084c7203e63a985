import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod';
import { planPostListFile } from '#contract/list-files-task';
import { planPosts, type planSchema } from '#contract/plans';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { ListFile } from '../../ui/list-file.tsx';
import { Matrix } from '../../ui/matrix.tsx';
import { SchematicMap } from '../../ui/schematic-map.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';
import { PlanUnplaced } from './plan-forces.tsx';
import { dragged, type Lifted, takesPerson } from './plan-lift.ts';
import type { Asked } from './plan-move.tsx';
import { useNameOf } from './plan-names.tsx';
import '../../ui/plain-table.css';

type Plan = z.output<typeof planSchema>;

/** A person on the way from one post to another. */
export interface Lifting {
  readonly person: Lifted | null;
  readonly onLift: (person: Lifted | null) => void;
  readonly onPut: (asked: Asked) => void;
}

/** What the middle pane shows. */
export interface PictureShown {
  readonly view: 'map' | 'table';
  /** Of the table only posts where someone is missing. */
  readonly gapsOnly: boolean;
}

/** Middle pane: schematic map or table of posts, and the matrix of who comes from where. */
export function PlanPicture({
  plan,
  selected,
  onPost,
  shown,
  onShow,
  lift,
}: {
  readonly plan: Plan;
  readonly selected: string | undefined;
  readonly onPost: (postId: string) => void;
  readonly shown: PictureShown;
  readonly onShow: (shown: PictureShown) => void;
  readonly lift: Lifting;
}) {
  const { t } = useTranslation('tasks');
  const { gapsOnly } = shown;
  // Someone taken up is put down in the table: a row is a target that everyone can hit.
  const view = lift.person ? 'table' : shown.view;
  const seeds = useMemo(
    () =>
      plan.map.map((cell) => ({
        id: cell.areaId,
        name: cell.name.replace(/(?<=..)社区$/, ''),
        group: cell.groupName ?? '',
        x: cell.lon ?? 0,
        y: -(cell.lat ?? 0),
        gap: cell.missing,
        points: cell.places.map((place) => ({ id: place.firstPostId, label: place.name, gap: place.missing > 0 })),
      })),
    [plan.map],
  );
  const here = useRef<HTMLDivElement>(null);
  const held = lift.person?.personId;
  useEffect(() => {
    // Taken up in another part of the page: the rows to put down at come next.
    if (held && !here.current?.contains(document.activeElement)) here.current?.focus();
  }, [held]);
  const { matrix } = plan;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return (
    <>
      <Sheet className="t-picture">
        <div ref={here} tabIndex={-1}>
          <div className="t-picture-head">
            <Segmented
              label={t('picture')}
              value={view}
              options={[
                { value: 'map', label: t('picture-map') },
                { value: 'table', label: t('picture-table') },
              ]}
              onChange={(one) => onShow({ ...shown, view: one === 'table' ? 'table' : 'map' })}
            />
            {view === 'map' ? (
              <span className="q-tag">{t('map-note')}</span>
            ) : (
              <label className="t-check">
                <input
                  type="checkbox"
                  checked={gapsOnly}
                  onChange={(event) => onShow({ ...shown, gapsOnly: event.target.checked })}
                />
                {t('table-gaps-only')}
              </label>
            )}
          </div>
          {view === 'map' ? (
            <SchematicMap
              label={t('map-label')}
              seeds={seeds}
              selectedPoint={selected}
              onPoint={onPost}
              texts={{
                gapIn: (name, count) => t('map-gap-in', { name, count }),
                legendStaffed: t('map-staffed'),
                legendGap: t('map-gap'),
                legendSelected: t('map-selected'),
              }}
            />
          ) : (
            <PostTable key={String(gapsOnly)} plan={plan} gapsOnly={gapsOnly} selected={selected} onPost={onPost} lift={lift} />
          )}
          {view === 'table' ? (
            <ListFile
              name={`${plan.taskTitle} ${plan.versionNo}`}
              take={(format) =>
                client.call(planPostListFile, {
                  params: { planId: plan.id },
                  query: { gaps: gapsOnly ? 'yes' : 'no', format },
                })
              }
            />
          ) : null}
        </div>
      </Sheet>
      <Sheet
        title={t('matrix')}
        note={plan.leading > 0 ? t('matrix-unit-leading', { count: plan.leading }) : t('matrix-unit')}
        flush
      >
        <Matrix
          label={t('matrix')}
          columns={matrix.columns.map((one) => ({ id: one.id, label: one.name }))}
          totalLabel={t('matrix-total')}
          gap={{ id: 'gap', label: t('matrix-gap'), values: matrix.gaps, total: sum(matrix.gaps) }}
          rows={matrix.rows.map((row) => ({
            id: row.key,
            label: t(`category-${row.key}`),
            values: row.cells,
            total: row.rounded ? t('matrix-about', { count: row.total }) : row.total,
          }))}
          sum={{ id: 'sum', label: t('matrix-placed'), values: matrix.totals, total: sum(matrix.totals) }}
        />
        <div className="t-unplaced">
          <PlanUnplaced key={plan.id} planId={plan.id} />
        </div>
      </Sheet>
    </>
  );
}

function PostTable({
  plan,
  gapsOnly,
  selected,
  onPost,
  lift,
}: {
  readonly plan: Plan;
  readonly gapsOnly: boolean;
  readonly selected: string | undefined;
  readonly onPost: (postId: string) => void;
  readonly lift: Lifting;
}) {
  const { t } = useTranslation(['tasks', 'ui']);
  const nameOf = useNameOf();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const posts = useQuery({
    queryKey: ['plan-posts', plan.id, gapsOnly, cursor],
    queryFn: async () =>
      (
        await client.call(planPosts, {
          params: { planId: plan.id },
          query: { limit: 20, gaps: gapsOnly ? 'yes' : 'no', ...(cursor ? { cursor } : {}) },
        })
      ).data,
  });
  if (posts.error) return <ProblemState error={posts.error} retry={() => void posts.refetch()} />;
  if (!posts.data) return <Loading label={t('ui:loading')} lines={8} />;
  return (
    <>
      <p className="second ink2" role="status">
        {lift.person ? t('lift-held', { name: lift.person.name }) : plan.mayEdit ? t('lift-how') : ''}
      </p>
      <div className="q-scroll">
        <table className="q-table">
          <thead>
            <tr>
              <th scope="col">{t('post-col-place')}</th>
              <th scope="col">{t('post-col-post')}</th>
              <th scope="col">{t('post-col-people')}</th>
              <th scope="col" className="num">
                {t('post-col-missing')}
              </th>
            </tr>
          </thead>
          <tbody>
            {posts.data.items.map((post) => {
              const title = [post.name, post.shift].filter(Boolean).join(' ');
              const put = (personId: string) => lift.onPut({ personId, postId: post.postId, post: title });
              return (
                <tr key={post.postId} className={post.postId === selected ? 't-selected' : undefined} {...takesPerson(put)}>
                  <td>{post.communityName}</td>
                  <th scope="row">
                    <button type="button" className="q-button q-button-link" onClick={() => onPost(post.postId)}>
                      {title}
                    </button>
                  </th>
                  <td>
                    {post.seats.map((seat) => {
                      const person = { personId: seat.personId, name: nameOf(seat) };
                      const held = lift.person?.personId === seat.personId;
                      return (
                        <button
                          key={seat.personId}
                          type="button"
                          className="t-seat"
                          aria-pressed={held}
                          aria-label={t('lift-name', { name: person.name })}
                          disabled={!plan.mayEdit}
                          onClick={() => lift.onLift(held ? null : person)}
                          {...(plan.mayEdit ? dragged(person, lift.onLift) : {})}
                        >
                          {person.name}
                        </button>
                      );
                    })}
                  </td>
                  <td className={post.missing > 0 ? 'num gap' : 'num'}>
                    {lift.person ? (
                      <Button
                        size="row"
                        label={t('put-here', { name: lift.person.name, post: title })}
                        onClick={() => put(lift.person!.personId)}
                      >
                        {t('put')}
                      </Button>
                    ) : post.missing > 0 ? (
                      post.missing
                    ) : (
                      ''
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className="t-actions">
        <Button size="row" disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>
          {t('page-back')}
        </Button>
        <Button
          size="row"
          disabled={posts.data.next === null}
          onClick={() => posts.data.next && setCursors([...cursors, posts.data.next])}
        >
          {t('page-next')}
        </Button>
      </div>
    </>
  );
}
