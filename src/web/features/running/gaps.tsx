import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAnswer } from '#contract/client';
import { gapListFile } from '#contract/list-files-task';
import { rosterPage } from '#contract/pages';
import { slotCandidates, slotFill, slotOpen } from '#contract/running';
import { addDays, type Day } from '#kernel/lib';
import { shiftWord } from '../../app/i18n.ts';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { formatDay } from '../../ui/format.ts';
import { ListFile } from '../../ui/list-file.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Masked } from '../../ui/masked.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { AllCovered } from '../../ui/states.tsx';
import { Candidates } from './candidates.tsx';
import { type Running, useWrite } from './data.ts';
import { Difficulty } from './difficulty.tsx';

/** Groups with open shifts that are shown before one asks for more. */
const GROUPS_AT_ONCE = 8;

/** Posts left short that are shown before one asks for more: a plan of a city may leave thousands. */
const AT_ONCE = 100;

/** Open slots with the proposed replacement, and difficulties with their words; each with what can be done. */
export function Gaps({ data }: { readonly data: Running }) {
  const { t } = useTranslation('running');
  const { openSlots, difficulties, shortPosts, asked, openShifts } = data;
  const none = openSlots.length + difficulties.length + shortPosts.length + asked.length + openShifts.length === 0;
  const [groups, setGroups] = useState(GROUPS_AT_ONCE);
  const [shown, setShown] = useState(AT_ONCE);
  const left = data.shortPosts.length - shown;
  return (
    <Sheet
      title={t('gaps')}
      flush={!none}
      aside={
        data.openSlots.length + data.shortPosts.length > 0 ? (
          <ListFile
            name={t('gaps')}
            take={(format) => client.call(gapListFile, { params: { taskId: data.taskId }, query: { format } })}
          />
        ) : undefined
      }
      foot={
        left > 0 ? (
          <Button kind="link" onClick={() => setShown(shown + AT_ONCE)}>
            {t('gaps-more', { count: left })}
          </Button>
        ) : undefined
      }
    >
      {none ? <AllCovered title={t('gaps-none')} /> : null}
      <ul className="q-running-gaps">
        {data.openSlots.map((slot) => (
          <Slot key={slot.id} data={data} slot={slot} />
        ))}
        {data.shortPosts.slice(0, shown).map((one) => (
          <Short key={one.id} data={data} one={one} />
        ))}
        {openShifts.slice(0, groups).map((one) => (
          <OpenShift key={one.orgId} data={data} one={one} />
        ))}
        {openShifts.length > groups ? (
          <li>
            <Button kind="link" onClick={() => setGroups(groups + AT_ONCE)}>
              {t('shifts-more', { count: openShifts.length - groups })}
            </Button>
          </li>
        ) : null}
        {data.difficulties.map((one) => (
          <Difficulty key={one.dutyId} data={data} one={one} />
        ))}
        {data.asked.map((one) => (
          <Asked key={one.dutyId} data={data} one={one} />
        ))}
      </ul>
    </Sheet>
  );
}

/** What the kept shifts of a group leave open; they are changed on its own page. */
function OpenShift({ data, one }: { readonly data: Running; readonly one: Running['openShifts'][number] }) {
  const { t, i18n } = useTranslation('running');
  const until = formatDay(addDays(data.shiftsUntil as Day, -1), i18n.language);
  return (
    <li>
      <Mark code="short" value={one.places} />
      <div>
        <p>
          <b>{one.orgName}</b> <span className="ink2">{t('open-shifts', { count: one.places, until })}</span>
        </p>
        <p className="second ink2">
          {t(one.empty > 0 ? 'open-shifts-some-empty' : 'open-shifts-first', {
            shifts: one.shifts,
            empty: one.empty,
            at: firstShift(one, i18n.language),
          })}
        </p>
      </div>
      <span className="q-running-acts">
        <Button size="row" to={rosterPage(data.taskId, one.orgId, one.day)}>
          {t('open-shifts-see')}
        </Button>
      </span>
    </li>
  );
}

/** Dec 1 1号卡点 Morning. */
export function firstShift(one: Running['openShifts'][number], language: string): string {
  return [formatDay(one.day, language), one.post, one.shift === null ? '' : shiftWord(one.shift, language)]
    .filter(Boolean)
    .join(' ');
}

/** Somebody was asked; until the answer comes the place counts as held, and the row says so. */
function Asked({ data, one }: { readonly data: Running; readonly one: Running['asked'][number] }) {
  const { t } = useTranslation('running');
  return (
    <li>
      <Mark code="waiting" />
      <div>
        <p>
          <b>{[one.post, one.shift].filter(Boolean).join(' ')}</b>{' '}
          <span className="ink2">{placeOf(data, one.orgId, one.place)}</span>
        </p>
        <p className="second">
          {t(one.again ? 'asked-again' : 'asked')} <Masked name={one.name} />{' '}
          <span className="ink2">{one.unitName ?? t('no-unit')}</span>{' '}
          <span className="ink2">{t('asked-from', { at: one.from })}</span>
        </p>
      </div>
    </li>
  );
}

/** Where a post lies: the organizations above its group, branch last; without them the place itself. */
function placeOf(data: Running, orgId: string | null, place: string): string {
  const names: string[] = [];
  for (let org = data.chain.find((one) => one.id === orgId); org; org = data.chain.find((one) => one.id === org!.parentId)) {
    if (org.form === 'branch' || org.form === 'general-branch') names.unshift(org.areaName);
  }
  return names.length > 0 ? names.join(' ') : place;
}

/** The opening is no longer there to be filled: somebody else was quicker. */
const gone = (error: unknown): boolean =>
  error instanceof ProblemAnswer && (error.problem.code === 'not-found' || error.problem.code === 'conflict');

/** A place that the plan left empty: whoever is chosen opens and takes it; looking alone changes nothing. */
function Short({ data, one }: { readonly data: Running; readonly one: Running['shortPosts'][number] }) {
  const { t } = useTranslation('running');
  const write = useWrite();
  const [search, setSearch] = useState(false);
  const { taskId } = data;
  // Opened once: whoever is refused leaves it open for the next one chosen.
  const opening = useRef<string>(undefined);
  const ask = (personId: string) =>
    write.mutate(async () => {
      const open = async () => (await client.call(slotOpen, { params: { taskId, postId: one.id } })).data.id;
      const fill = (openingId: string) => client.call(slotFill, { params: { taskId, openingId }, body: { personId } });
      const kept = opening.current;
      opening.current ??= await open();
      try {
        await fill(opening.current);
      } catch (error) {
        if (!gone(error)) throw error;
        // Somebody else filled it meanwhile: the post may have another place, opened for this choice.
        opening.current = undefined;
        if (kept === undefined) throw error;
        opening.current = await open();
        await fill(opening.current);
      }
      // Taken: the next place of this post opens anew.
      opening.current = undefined;
      setSearch(false);
    });
  return (
    <li>
      <Mark code="short" value={one.missing} />
      <div>
        <p>
          <b>{[one.post, one.shift].filter(Boolean).join(' ')}</b>{' '}
          <span className="ink2">{placeOf(data, one.orgId, one.place)}</span>
        </p>
        <p className="second ink2">{t(data.mayEdit ? 'short-post' : 'short-post-seen')}</p>
        {write.error ? <ProblemState error={write.error} /> : null}
        {search ? (
          <Candidates
            label={t('slot-search')}
            about={[one.id]}
            taskId={taskId}
            orgId={one.orgId}
            load={async (unitId, without) =>
              (
                await client.call(slotCandidates, {
                  params: { taskId, postId: one.id },
                  query: { without, ...(unitId ? { unitId } : {}) },
                })
              ).data
            }
            act={t('slot-take')}
            choose={({ personId }) => ask(personId)}
            busy={write.isPending}
          />
        ) : null}
      </div>
      {data.mayEdit && one.orgId !== null ? (
        <span className="q-running-acts">
          <Button size="row" pressed={search} onClick={() => setSearch(!search)}>
            {t('short-find')}
          </Button>
        </span>
      ) : null}
    </li>
  );
}

function Slot({ data, slot }: { readonly data: Running; readonly slot: Running['openSlots'][number] }) {
  const { t } = useTranslation('running');
  const write = useWrite();
  const [search, setSearch] = useState(false);
  const { taskId } = data;
  const take = (personId: string) =>
    write.mutate(async () => {
      await client.call(slotFill, { params: { taskId, openingId: slot.id }, body: { personId } });
      setSearch(false);
    });
  return (
    <li>
      <Mark code="short" value={1} />
      <div>
        <p>
          <b>{[slot.post, slot.shift].filter(Boolean).join(' ')}</b>{' '}
          <span className="ink2">{placeOf(data, slot.orgId, slot.place)}</span>
        </p>
        <p className="second ink2">
          {t('slot-when', { at: slot.from, from: slot.window.from, to: slot.window.to, opened: slot.openedAt })}
        </p>
        {data.seesPeople ? (
          <p className="second">
            {slot.proposal ? (
              <>
                {t('slot-proposal')} <Masked name={slot.proposal.name} /> <span className="ink2">{slot.proposal.unitName}</span>{' '}
                <span className="ink2">{t('slot-difference', { count: slot.proposal.difference })}</span>
              </>
            ) : (
              t(slot.computed ? 'slot-nobody' : 'slot-computing')
            )}
          </p>
        ) : null}
        {write.error ? <ProblemState error={write.error} /> : null}
        {search ? (
          <Candidates
            label={t('slot-search')}
            about={[slot.id]}
            taskId={taskId}
            orgId={slot.orgId}
            load={async (unitId, without) =>
              (
                await client.call(slotCandidates, {
                  params: { taskId, postId: slot.postId },
                  query: { openingId: slot.id, without, ...(unitId ? { unitId } : {}) },
                })
              ).data
            }
            act={t('slot-take')}
            choose={({ personId }) => take(personId)}
            busy={write.isPending}
          />
        ) : null}
      </div>
      {data.mayEdit ? (
        <span className="q-running-acts">
          {slot.proposal ? (
            <Button kind="primary" size="row" disabled={write.isPending} onClick={() => take(slot.proposal!.personId)}>
              {t('slot-take')}
            </Button>
          ) : null}
          <Button size="row" pressed={search} onClick={() => setSearch(!search)}>
            {t('slot-find')}
          </Button>
        </span>
      ) : null}
    </li>
  );
}
