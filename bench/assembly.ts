import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FlowNetwork } from '#kernel/assembly';
import { CITY_SIZES, type CityKind, cityNetwork } from './city.ts';
import { writeDimacsFile } from './dimacs-file.ts';
import { STRUCTURES, type Structure, structureNetwork } from './structures.ts';

interface Run {
  readonly objective: number | null;
  readonly dual?: number;
  readonly seconds: number;
  readonly buildSeconds?: number;
  readonly cpuSeconds: number;
  readonly peakMB: number;
}

/** What is compared when no list is given; `m` and `l` take minutes a round. */
const DEFAULT = ['xs-tight', 's-tight', 's-smooth', 's-loose'];

/**
 * `assembly [name …] [--rounds 5] [--seed 1] [--highs 1] [--arcs 350000]`: ours against LEMON (when liblemon-dev and g++ are present) and
 * HiGHS (sizes xs and s, as many rounds as `--highs` says), in turn and each in a fresh process. A name is a city by size and kind, with
 * `-even` and the largest random cost behind it when wanted (`m-tight`, `l-loose-even`, `m-tight-even-11`), or a structure. Of LEMON's two
 * algorithms the slower one of the first round is left out of the others. Checks equal objectives and duals, prints medians (wall and CPU of
 * building and solving, without reading the file) and ratios to the best of LEMON.
 */
export function assembly(args: readonly string[]): number {
  const option = (name: string, otherwise: string) => (args.includes(name) ? args[args.indexOf(name) + 1]! : otherwise);
  const rounds = Number(option('--rounds', '5'));
  const highsRounds = Number(option('--highs', String(rounds)));
  const seed = Number(option('--seed', '1'));
  const named = args.filter((arg, i) => !arg.startsWith('--') && !args[i - 1]?.startsWith('--'));
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  let failed = false;
  try {
    const lemon = buildLemon(folder);
    if (lemon === null) console.log('LEMON is left out: liblemon-dev or g++ is missing');
    for (const name of named.length > 0 ? named : DEFAULT) {
      const file = join(folder, `${name}.min`);
      writeDimacsFile(file, networkNamed(name, seed, Number(option('--arcs', '350000'))));
      const runs = new Map<string, Run[]>();
      for (let round = 0; round < rounds; round++) {
        const add = (solver: string, run: Run | null) => {
          if (run !== null) runs.set(solver, [...(runs.get(solver) ?? []), run]);
        };
        add('ours', own('flow', file));
        if (lemon !== null) {
          for (const solver of ['ns', 'cs']) {
            if (round === 0 || isBest(runs, `lemon-${solver}`)) add(`lemon-${solver}`, runJson(lemon, [file, solver]));
          }
        }
        if (/^(xs|s)-/.test(name) && round < highsRounds) add('highs', own('highs', file));
      }
      failed = !report(name, runs) || failed;
      rmSync(file);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return failed ? 1 : 0;
}

/** The city or structure of that name. */
function networkNamed(name: string, seed: number, arcs: number): FlowNetwork {
  if (STRUCTURES.some((known) => known === name)) return structureNetwork(name as Structure, arcs, seed);
  const [size, kind, ...rest] = name.split('-');
  const shape = CITY_SIZES[size as keyof typeof CITY_SIZES];
  if (shape === undefined || !['tight', 'smooth', 'loose'].includes(kind ?? ''))
    throw new Error(`no city or structure is named ${name}`);
  const most = rest.find((part) => /^\d+$/.test(part));
  const costs = most === undefined ? {} : { randomCosts: Number(most) };
  return cityNetwork({ ...shape, kind: kind as CityKind, seed, places: rest.includes('even') ? 'even' : 'towns', ...costs });
}

/** Whether that algorithm of LEMON was the quicker one in the first round. */
function isBest(runs: ReadonlyMap<string, readonly Run[]>, solver: string): boolean {
  const first = (name: string) => runs.get(name)?.[0]?.cpuSeconds ?? Number.POSITIVE_INFINITY;
  return first(solver) <= Math.min(first('lemon-ns'), first('lemon-cs'));
}

/** Prints a table of medians; false when objectives or duals differ. */
function report(name: string, runs: ReadonlyMap<string, readonly Run[]>): boolean {
  const median = (solver: string, value: (run: Run) => number) => {
    const sorted = (runs.get(solver) ?? []).map(value).sort((a, b) => a - b);
    return sorted.length === 0 ? Number.NaN : sorted[sorted.length >> 1]!;
  };
  const wall = (run: Run) => run.seconds + (run.buildSeconds ?? 0);
  const cpu = (run: Run) => run.cpuSeconds;
  const best = (value: (run: Run) => number) =>
    Math.min(...['lemon-ns', 'lemon-cs'].map((s) => median(s, value)).filter((v) => !Number.isNaN(v)));
  const all = [...runs.values()].flat();
  const equal = all.every((run) => run.objective === all[0]!.objective && (run.dual ?? run.objective) === all[0]!.objective);
  console.log(`${name}: objective ${all[0]!.objective}, all objectives and duals ${equal ? 'equal' : 'DIFFER'}`);
  for (const solver of runs.keys()) {
    const cells = [median(solver, wall), median(solver, wall) / best(wall), median(solver, cpu), median(solver, cpu) / best(cpu)];
    const [seconds, ratio, cpuSeconds, cpuRatio] = cells.map((v) => v.toFixed(3));
    console.log(
      `  ${solver.padEnd(9)} wall ${seconds} s (${ratio} of LEMON's best)  cpu ${cpuSeconds} s (${cpuRatio})  peak ${median(solver, (run) => run.peakMB)} MB`,
    );
  }
  return equal;
}

/** One of our benches in a fresh process. */
function own(bench: string, file: string): Run | null {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  return runJson(process.execPath, ['--import', 'tsx', '--conditions=source', main, bench, file]);
}

function runJson(command: string, args: readonly string[]): Run | null {
  const answer = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 24, env: { ...process.env, BENCH_CPU: '1' } });
  const line = answer.stdout.split('\n').find((text) => text.startsWith('{'));
  if (answer.status !== 0 || line === undefined) {
    console.log(`  ${command} ${args.at(-2)} gave no answer (exit ${answer.status})`);
    return null;
  }
  const extra = answer.stderr.split('\n').find((text) => text.startsWith('{"cpuSeconds"'));
  return { ...JSON.parse(line), ...(extra === undefined ? {} : JSON.parse(extra)) };
}

/** The path of the LEMON driver, built into `folder`; null when it cannot be built. */
function buildLemon(folder: string): string | null {
  if (!existsSync('/usr/include/lemon/network_simplex.h')) return null;
  const source = fileURLToPath(new URL('./lemon/driver.cpp', import.meta.url));
  const target = join(folder, 'lemon-driver');
  const built = spawnSync('g++', ['-O3', '-march=native', '-std=c++14', source, '-o', target], { encoding: 'utf8' });
  return built.status === 0 && statSync(target).size > 0 ? target : null;
}
