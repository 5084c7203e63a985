import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  compareEras,
  crossUnitAnswer,
  type EraRow,
  type HistoryRulebook,
  type PastOrganization,
  type Regiment,
  type Sample,
} from '#kernel/rules';
import { Segmented } from '../../ui/segmented.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { inLanguage } from './both.ts';
import { RegimentEditor, RosterEditor, type RosterLine } from './sample-editor.tsx';
import '../../ui/plain-table.css';

const START_REGIMENT: Regiment = {
  kind: 'regiment',
  battalions: 3,
  companiesPerBattalion: 3,
  platoonsPerCompany: 3,
  squadsPerPlatoon: 3,
};

/** More organizations than this are counted and no longer listed by name. */
const LISTED = 200;

/** A sample that can be changed, all historical sets side by side, and what one of them makes of it. Nothing here is stored. */
export function ReplayPanel({ sets }: { readonly sets: readonly HistoryRulebook[] }) {
  const { t, i18n } = useTranslation('rules');
  const [kind, setKind] = useState<Sample['kind']>('regiment');
  const [regiment, setRegiment] = useState(START_REGIMENT);
  const [roster, setRoster] = useState<readonly RosterLine[]>(() => [
    { id: 1, place: t('replay.place-1'), unit: t('replay.unit-1'), count: 6 },
    { id: 2, place: t('replay.place-1'), unit: t('replay.unit-2'), count: 4 },
    { id: 3, place: t('replay.place-2'), unit: t('replay.unit-3'), count: 4 },
  ]);
  const [squads, setSquads] = useState<'shared' | 'each'>('shared');
  const [chosen, setChosen] = useState('history-sanwan-1927');
  const people = roster.flatMap((line) => Array.from({ length: line.count }, () => ({ place: line.place, unit: line.unit })));
  const sample: Sample = kind === 'regiment' ? regiment : { kind: 'roster', people };
  const rows = compareEras(sets, sample, { squads });
  const row = rows.find((one) => one.set === chosen) ?? rows[0];
  const titleOf = (id: string): string => {
    const set = sets.find((one) => one.document.id === id);
    return set ? inLanguage(set.document.title, i18n.language) : id;
  };
  return (
    <>
      <Sheet
        title={t('replay.title')}
        note={t('replay.note')}
        aside={
          <Segmented
            label={t('replay.sample')}
            value={kind}
            options={[
              { value: 'regiment', label: t('replay.regiment') },
              { value: 'roster', label: t('replay.roster') },
            ]}
            onChange={(value) => setKind(value as Sample['kind'])}
          />
        }
      >
        {kind === 'regiment' ? (
          <RegimentEditor regiment={regiment} onChange={setRegiment} squads={squads} onSquads={setSquads} />
        ) : (
          <RosterEditor lines={roster} onChange={setRoster} />
        )}
      </Sheet>
      <Sheet flush title={t('replay.compare')} note={t('history.not-today')}>
        <div className="q-scroll">
          <table className="q-table">
            <thead>
              <tr>
                <th scope="col">{t('replay.set')}</th>
                <th scope="col">{t('replay.result')}</th>
                <th scope="col" className="num">
                  {t('replay.committees')}
                </th>
                <th scope="col" className="num">
                  {t('replay.branches')}
                </th>
                <th scope="col" className="num">
                  {t('replay.groups')}
                </th>
                <th scope="col">{t('replay.cross-unit')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((one) => (
                <EraLine
                  key={one.set}
                  row={one}
                  title={titleOf(one.set)}
                  crossUnit={sets.find((set) => set.document.id === one.set)}
                  selected={one.set === row?.set}
                  onChoose={() => setChosen(one.set)}
                />
              ))}
            </tbody>
          </table>
        </div>
      </Sheet>
      {row?.replay.state === 'replayed' ? (
        <Sheet title={t('replay.organizations', { set: titleOf(row.set) })} note={t('history.not-today')}>
          {row.replay.options.squads ? (
            <p className="second ink2">{t(`replay.squads-${row.replay.options.squads}-note`)}</p>
          ) : null}
          <Organizations list={row.replay.organizations} />
        </Sheet>
      ) : null}
    </>
  );
}

function EraLine(props: {
  readonly row: EraRow;
  readonly title: string;
  readonly crossUnit: HistoryRulebook | undefined;
  readonly selected: boolean;
  readonly onChoose: () => void;
}) {
  const { row, title, crossUnit, selected, onChoose } = props;
  const { t } = useTranslation('rules');
  const replayed = row.replay.state === 'replayed';
  return (
    <tr aria-selected={selected}>
      <th scope="row">
        {replayed ? (
          <button type="button" className="q-button q-button-link" aria-pressed={selected} onClick={onChoose}>
            {title}
          </button>
        ) : (
          title
        )}
      </th>
      <td>{t(replayed ? 'replay.done' : `history.${row.replay.state}`)}</td>
      <td className="num">{replayed ? row.committees : ''}</td>
      <td className="num">{replayed ? row.branches : ''}</td>
      <td className="num">{replayed ? row.groups : ''}</td>
      <td>{crossUnit ? t(`replay.cross-unit-${crossUnitAnswer(crossUnit)}`) : ''}</td>
    </tr>
  );
}

function Organizations({ list }: { readonly list: readonly PastOrganization[] }) {
  const { t } = useTranslation('rules');
  if (list.length === 0) return <p>{t('replay.nothing')}</p>;
  return (
    <>
      <ul className="q-rules-past">
        {list.slice(0, LISTED).map((one) => (
          <li key={one.id}>
            {t(`replay.at-${one.tier}`, { at: one.at })}
            {t('replay.form', { form: t(`replay.form-${one.form}`) })}
            {one.members === null ? null : t('replay.members', { count: one.members })}
            {one.representative ? t('replay.representative') : null}
          </li>
        ))}
      </ul>
      {list.length > LISTED ? <p className="second ink2">{t('replay.more', { count: list.length - LISTED })}</p> : null}
    </>
  );
}
