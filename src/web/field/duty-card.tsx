/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import type { MyDuty } from '#contract/me';
import type { OutboxEntry } from '../data/local/outbox-rules.ts';
import { call, newKey, Refused } from './api.ts';
import { sayDay } from './days.ts';
import { FullNames } from './full-names.tsx';
import { KeptDays, RosterDays, type Want } from './roster-days.tsx';
import { language, shiftName, t } from './texts.ts';

/** What a member answers; declining has no words. */
export type Answer = { answer: 'accept' } | { answer: 'difficulty'; words: string } | { answer: 'decline' };

export interface DutyCardProps {
  duty: MyDuty;
  today: string;
  /** My answer that is still on this device or was sent during this visit. */
  pending: OutboxEntry | undefined;
  answer: (body: Answer) => void;
  takeBack: (key: string) => void;
  /** What I said about a day, and saying it. */
  said: (day: string) => Want | undefined;
  say: (day: string, want: Want) => void;
}

/**
 * One duty: when, where, who leads, what to do, three answers. Accepted ones are short and open on touch; a difficulty is not settled
 * yet, so its card stays open with every other answer in reach.
 */
export function DutyCard(props: DutyCardProps) {
  const { duty, today, pending } = props;
  const given = (pending?.body as Answer | undefined)?.answer;
  const when = <When duty={duty} today={today} />;
  if (given === 'decline') return <Declined {...props} />;
  if (duty.state === 'told' && duty.line === 'task' && !given) {
    return (
      <article class="f-card f-card-open">
        <p class="f-tags">
          <span class="f-mark f-mark-wait">{t('waits-for-you')}</span>
          {duty.mode ? <span class="f-second f-roomy">{t(`mode-${duty.mode}`)}</span> : null}
        </p>
        {duty.askedAgain ? <p class="f-again">{t(`again-${duty.askedAgain}`, { owner: duty.owner ?? '' })}</p> : null}
        <h2 class="f-time">{when}</h2>
        <Details duty={duty} />
        <KeptDays {...props} />
        <RosterDays {...props} />
        <Answers {...props} />
      </article>
    );
  }
  const state = given ?? (duty.state === 'accepted' ? 'accept' : duty.state === 'difficulty' ? 'difficulty' : undefined);
  if (state === 'difficulty' && duty.line === 'task') {
    const words = pending && 'words' in (pending.body as object) ? (pending.body as { words: string }).words : duty.difficulty;
    return (
      <article class="f-card">
        <p class="f-line">
          <strong>{when}</strong>
          <State line={duty.line} state={state} />
        </p>
        <Details duty={duty} />
        {words ? <p class="f-row f-roomy">{t('difficulty-said', { words })}</p> : null}
        <KeptDays {...props} />
        <RosterDays {...props} />
        <Answers {...props} />
      </article>
    );
  }
  return (
    <article class="f-card">
      <details>
        <summary>
          <span class="f-line">
            <strong>{when}</strong>
            <State line={duty.line} state={state} />
          </span>
          <span class="f-line">
            <span class="f-where">{whereOf(duty)}</span>
            {duty.line === 'task' ? <span class="f-more">{t('change-answer')}</span> : null}
          </span>
        </summary>
        <Details duty={duty} />
        {duty.state === 'accepted' && duty.line === 'task' ? <FullNames duty={duty} today={today} /> : null}
        {duty.leader?.me && duty.line === 'task' ? <MyPhone duty={duty} /> : null}
        <RosterDays {...props} />
        {duty.line === 'task' ? <Answers {...props} /> : null}
      </details>
      <KeptDays {...props} />
    </article>
  );
}

function When({ duty, today }: { duty: MyDuty; today: string }) {
  const lang = language();
  const next = duty.roster?.days[0];
  if (next)
    return (
      <>
        {sayDay(next.day, today, lang)} {next.window.from}–{next.window.to}
      </>
    );
  const from = sayDay(duty.fromDay, today, lang);
  const days = duty.toDay === duty.fromDay ? from : t('from-to', { from, to: sayDay(duty.toDay, today, lang, true) });
  return <>{duty.window ? `${days} ${duty.window.from}–${duty.window.to}` : days}</>;
}

/** Shift of the next day that is planned, or of the duty as told. */
function shiftOf(duty: MyDuty): string | null {
  const next = duty.roster?.days[0];
  const shift = next ? next.shift : duty.shift;
  return shift === null ? null : shiftName(shift);
}

/** Post and shift of the next day that is planned, or of the duty as told. */
function whereOf(duty: MyDuty): string {
  return [duty.roster?.days[0]?.post ?? duty.post, shiftOf(duty)].filter(Boolean).join(t('comma'));
}

function State({ line, state }: { line: MyDuty['line']; state: Answer['answer'] | undefined }) {
  if (line === 'own') return <span class="f-second">{t('own-duty')}</span>;
  if (state === 'accept') return <span class="f-ok">✓ {t('accepted')}</span>;
  if (state === 'difficulty') return <span class="f-warn">{t('difficulty-told')}</span>;
  return null;
}

function Details({ duty }: { duty: MyDuty }) {
  return (
    <>
      <p class="f-post">
        <strong>{duty.roster?.days[0]?.post ?? duty.post}</strong> {shiftOf(duty) ? <span>{shiftOf(duty)}</span> : null}
      </p>
      <p class="f-second">
        {duty.distance === null ? duty.place : t('place-distance', { place: duty.place, metres: duty.distance })}
      </p>
      {duty.leader ? (
        <div class="f-row">
          <span>
            {duty.leader.me ? t('leader-me') : t('leader', { name: duty.leader.name })}{' '}
            {duty.leader.unit && !duty.leader.me ? <span class="f-second">{duty.leader.unit}</span> : null}
          </span>
          {duty.leader.phone && !duty.leader.me ? (
            <a class="f-call" href={`tel:${duty.leader.phone.replace(/[^\d+]/g, '')}`}>
              {t('call')}
            </a>
          ) : null}
        </div>
      ) : null}
      {duty.line === 'task' && !duty.roster && duty.toDay !== duty.fromDay ? <p class="f-second">{t('each-day')}</p> : null}
      {(duty.roster?.days[0]?.companions ?? duty.companions).map((one) => (
        <div key={one.name + (one.unit ?? '')} class="f-row f-roomy">
          <span>{t('together', { name: one.name })}</span>
          <span class="f-second">{one.unit}</span>
        </div>
      ))}
      {duty.whatToDo ? <p class="f-row f-roomy">{t('what-to-do', { text: duty.whatToDo })}</p> : null}
    </>
  );
}

/** Once he has accepted, the leader may leave a number for the group of this duty, and take it back. */
function MyPhone({ duty }: { duty: MyDuty }) {
  const [phone, setPhone] = useState(duty.myPhone ?? '');
  const [kept, setKept] = useState(duty.myPhone);
  const [said, setSaid] = useState('');
  const write = (value: string | null) =>
    call('POST', `/api/me/duties/${duty.id}/contact`, { phone: value }, newKey()).then(
      () => {
        setKept(value);
        setPhone(value ?? '');
        setSaid('');
      },
      (error) => setSaid(error instanceof Refused ? error.message : t('offline')),
    );
  return (
    <form
      class="f-form f-phone"
      onSubmit={(event) => {
        event.preventDefault();
        void write(phone.trim());
      }}
    >
      <label for={`phone-${duty.id}`}>{t('my-phone')}</label>
      <input
        id={`phone-${duty.id}`}
        class="f-input"
        type="tel"
        maxLength={30}
        value={phone}
        onInput={(event) => setPhone(event.currentTarget.value)}
      />
      <p class="f-second">{t('my-phone-note')}</p>
      {said ? (
        <p class="f-second f-gap" role="alert">
          {said}
        </p>
      ) : null}
      <div class="f-answers">
        <button type="submit" class="f-button" disabled={phone.trim().length < 3 || phone.trim() === kept}>
          {t('my-phone-leave')}
        </button>
        {kept ? (
          <button type="button" class="f-button" onClick={() => void write(null)}>
            {t('my-phone-remove')}
          </button>
        ) : null}
      </div>
    </form>
  );
}

function Answers({ duty, pending, answer }: DutyCardProps) {
  const [telling, setTelling] = useState(false);
  const [words, setWords] = useState(duty.difficulty ?? '');
  const given = (pending?.body as Answer | undefined)?.answer;
  const accepted = given ? given === 'accept' : duty.state === 'accepted';
  const difficult = given ? given === 'difficulty' : duty.state === 'difficulty';
  if (telling) {
    return (
      <form
        class="f-form"
        onSubmit={(event) => {
          event.preventDefault();
          answer({ answer: 'difficulty', words: words.trim() });
          setTelling(false);
        }}
      >
        <label for={`words-${duty.id}`}>{t('difficulty-words')}</label>
        <textarea
          id={`words-${duty.id}`}
          class="f-input"
          rows={2}
          maxLength={200}
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <p class="f-second">{goesTo(duty)}</p>
        <div class="f-answers">
          <button type="submit" class="f-button f-primary">
            {t('difficulty-send')}
          </button>
          <button type="button" class="f-button" onClick={() => setTelling(false)}>
            {t('back')}
          </button>
        </div>
      </form>
    );
  }
  return (
    <>
      <div class="f-answers">
        {accepted ? null : (
          <button type="button" class="f-button f-primary" onClick={() => answer({ answer: 'accept' })}>
            {t('accept')}
          </button>
        )}
        <button type="button" class="f-button" onClick={() => setTelling(true)}>
          {t(difficult ? 'difficulty-change' : 'difficulty')}
        </button>
        <button type="button" class="f-button" onClick={() => answer({ answer: 'decline' })}>
          {t('decline')}
        </button>
      </div>
      <p class="f-second">{t('decline-free')}</p>
    </>
  );
}

/** Who hears of a difficulty: the leader which post, the organization that runs the task the words. */
function goesTo(duty: MyDuty): string {
  const owner = duty.owner ?? '';
  return duty.leader && !duty.leader.me
    ? t('difficulty-goes', { leader: duty.leader.name, owner })
    : t('difficulty-goes-owner', { owner });
}

function Declined({ duty, today, pending, takeBack }: DutyCardProps) {
  return (
    <article class="f-card">
      <p class="f-line">
        <strong>
          <When duty={duty} today={today} />
        </strong>
        <span>{t('declined')}</span>
      </p>
      <p class="f-second">{t('declined-text')}</p>
      {pending?.state === 'waiting' && pending.tries === 0 ? (
        <button type="button" class="f-small" onClick={() => takeBack(pending.key)}>
          {t('take-back')}
        </button>
      ) : null}
    </article>
  );
}
