import { Nearness } from './nearness.ts';
import { type GroupingLimits, LEAST_FULL, type PrincipleFact, type SmallUnit } from './problem.ts';

/**
 * How a group (the host first, all with a place) meets each of the four principles: near places, similar trades, proper size, easy to manage.
 * `latitude` is that of the problem. Facts with numbers and whether each is met; never a score, since the rule gives them no weights.
 */
export function principlesOf(units: readonly SmallUnit[], limits: GroupingLimits, latitude?: number): readonly PrincipleFact[] {
  const near = new Nearness(units, limits, latitude);
  let farthest = 0;
  let sum = 0;
  let same = 0;
  let within = true;
  for (let k = 1; k < units.length; k++) {
    const metres = near.metres(k, 0);
    farthest = Math.max(farthest, metres);
    sum += metres;
    if (near.sameTrade(k, 0)) same++;
    if (near.cost(k, 0) > limits.reach) within = false;
  }
  const others = units.length - 1;
  const full = units.reduce((total, unit) => total + unit.full, 0);
  const members = units.reduce((total, unit) => total + unit.full + unit.probationary, 0);
  const areas = new Set(units.map((unit) => unit.area)).size;
  const host = units[0]!;
  return [
    {
      principle: 'near',
      met: within,
      code: farthest === 0 ? 'joint-near-same-place' : within ? 'joint-near' : 'joint-near-beyond',
      params: { farthest, mean: others === 0 ? 0 : Math.round(sum / others), reach: limits.reach },
    },
    {
      principle: 'trade',
      met: same === others,
      code: same === others ? 'joint-trade-same' : same > 0 ? 'joint-trade-some' : 'joint-trade-other',
      params: { trade: host.trade, same: same + 1, units: units.length },
    },
    {
      principle: 'size',
      met: full >= LEAST_FULL && units.length <= limits.mostUnits && members <= limits.mostMembers,
      code:
        full < LEAST_FULL
          ? 'joint-size-too-few'
          : units.length > limits.mostUnits || members > limits.mostMembers
            ? 'joint-size-large'
            : 'joint-size',
      params: { full, members, units: units.length, mostUnits: limits.mostUnits, mostMembers: limits.mostMembers },
    },
    {
      principle: 'manage',
      met: areas === 1,
      code: areas === 1 ? 'joint-manage-one-area' : 'joint-manage-areas',
      params: { host: host.id, areas, units: units.length },
    },
  ];
}
