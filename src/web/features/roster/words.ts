import { useTranslation } from 'react-i18next';
import { shiftLetter, shiftWord, skillWord } from '../../app/i18n.ts';
import { formatDay, formatWeekday } from '../../ui/format.ts';
import { type Board, postOf } from './draft.ts';

const clock = (minute: number): string =>
  `${String(Math.floor((minute % 1440) / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** 06:00–14:00. */
export const windowOf = (shift: { readonly start: number; readonly end: number }): string =>
  `${clock(shift.start)}–${clock(shift.end)}`;

/** Names of the board: people, shifts and days for ids, in texts and in findings. */
export function useNames(board: Board, full: Readonly<Record<string, string>> | null) {
  const { t, i18n } = useTranslation('roster');
  const several = new Set(board.shifts.map((shift) => shift.post)).size > 1;
  const person = (id: string) => full?.[id] ?? board.people.find((one) => one.id === id)?.name ?? '';
  const shift = (id: string) => {
    const one = board.shifts.find((each) => each.id === id || postOf(each.id) === id);
    if (!one) return '';
    const name = one.shift === null ? windowOf(one) : shiftWord(one.shift);
    return several ? `${one.post} ${name}` : name;
  };
  /** A shift with what it asks for. */
  const place = (id: string) => {
    const one = board.shifts.find((each) => each.id === id);
    if (one?.skill) return t('board-with-skill', { shift: shift(id), skill: skillWord(one.skill) });
    return one?.local ? t('board-with-local', { shift: shift(id) }) : shift(id);
  };
  /** One or two letters for a cell: 早 for 早班, the hours where shifts have no names, before them the number of the post where there are several. */
  const letter = (id: string) => {
    const one = board.shifts.find((each) => each.id === id)!;
    const hours = `${Math.floor(one.start / 60)}–${Math.floor(one.end / 60) % 24}`;
    const plain = one.shift === null ? hours : shiftLetter(one.shift);
    const stations = [...new Set(board.shifts.map((each) => each.post))];
    return several ? `${stations.indexOf(one.post) + 1}${plain}` : plain;
  };
  /** The shifts at the hours that someone would like; empty where nothing was said. */
  const liked = (id: string) => {
    const likes = board.people.find((one) => one.id === id)?.likes ?? [];
    return [...new Set(likes.map(shift))].join(t('board-list'));
  };
  const day = (text: string) => formatDay(text, i18n.language);
  const weekday = (text: string) => formatWeekday(text, i18n.language);
  /** Ids and days in the values of a text become names. */
  const params = (values: Readonly<Record<string, unknown>>): Record<string, string | number> =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => {
        if (key === 'person' && typeof value === 'string') return [key, person(value) || value];
        if (key === 'shift' && typeof value === 'string') return [key, place(value) || value];
        if (key === 'day' && typeof value === 'string') return [key, day(value)];
        return [key, value as string | number];
      }),
    );
  return { person, shift, place, letter, liked, day, weekday, params, several };
}

export type Names = ReturnType<typeof useNames>;
