import { type Instance, spotOfKind } from './instance.ts';

/** One person at one kind of place. */
export interface Placed {
  readonly member: number;
  readonly slot: number;
}

/** One person at a spot, or at the slot he is tied to: what a model knows. */
export interface Held {
  readonly member: number;
  readonly kind: number;
}

/** Who stands where, by spot: the slot of each member there. */
export type Seating = ReadonlyMap<number, ReadonlyMap<number, number>>;

/**
 * Takes a plan over spots apart into slots. People tied to a slot have it; the others keep the slot they had in `before` where it has room, and
 * fill what is left in order of their numbers, so that empty places are spread: no slot of a spot lacks two while another lacks none, as
 * far as those who stay allow. Costs are the same whoever stands where.
 */
export function seat(instance: Instance, held: readonly Held[], before?: Seating): Placed[] {
  const { slots, spots } = instance;
  const tied = new Map<number, Placed[]>();
  const free = new Map<number, number[]>();
  const put = <T>(map: Map<number, T[]>, spot: number, value: T) => {
    const list = map.get(spot);
    if (list) list.push(value);
    else map.set(spot, [value]);
  };
  const taken = new Set<number>();
  for (const { member, kind } of held) {
    const spot = spotOfKind(instance, kind);
    taken.add(spot);
    if (kind < slots.length) put(tied, spot, { member, slot: kind });
    else put(free, spot, member);
  }
  const placed: Placed[] = [];
  for (const spot of taken) {
    const mine = tied.get(spot) ?? [];
    const rest = free.get(spot) ?? [];
    placed.push(...mine);
    const here = spots.slots[spot]!;
    if (here.length === 1) {
      for (const member of rest) placed.push({ member, slot: here[0]! });
      continue;
    }
    const room = new Map(here.map((s) => [s, slots[s]!.count]));
    for (const { slot } of mine) room.set(slot, room.get(slot)! - 1);
    const had = before?.get(spot);
    const seeking: number[] = [];
    for (const member of [...rest].sort((a, b) => a - b)) {
      const slot = had?.get(member);
      if (slot === undefined || room.get(slot)! <= 0) {
        seeking.push(member);
        continue;
      }
      room.set(slot, room.get(slot)! - 1);
      placed.push({ member, slot });
    }
    let at = 0;
    const places = [...room.values()].reduce((sum, count) => sum + count, 0);
    for (const [slot, count] of shares(room, places - Math.min(places, seeking.length)))
      for (let k = 0; k < count; k++) placed.push({ member: seeking[at++]!, slot });
    // More places than the problem has, in a question: of one post.
    while (at < seeking.length) placed.push({ member: seeking[at++]!, slot: here[0]! });
  }
  return placed;
}

/** How many come to each slot with room when so many places stay empty: evenly, one more at the last ones. */
function shares(room: ReadonlyMap<number, number>, lacks: number): [number, number][] {
  let most = 0;
  const open = (level: number) => [...room.values()].reduce((sum, count) => sum + Math.min(count, level), 0);
  while (open(most + 1) <= lacks && open(most + 1) > open(most)) most++;
  let further = lacks - open(most);
  return [...room]
    .reverse()
    .map(([slot, count]): [number, number] => {
      let left = Math.min(count, most);
      if (further > 0 && count > most) {
        left++;
        further--;
      }
      return [slot, count - left];
    })
    .reverse();
}

/** A plan by spot, to keep people where they are. */
export function seatingOf(instance: Instance, placed: readonly Placed[]): Seating {
  const seating = new Map<number, Map<number, number>>();
  for (const { member, slot } of placed) {
    const spot = instance.spots.of[slot]!;
    const here = seating.get(spot) ?? new Map<number, number>();
    here.set(member, slot);
    seating.set(spot, here);
  }
  return seating;
}
