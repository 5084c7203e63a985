import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const main = resolve(import.meta.dirname, '../../dist/cli/main.js');

/** A running command line of the built product. */
export interface Running {
  readonly child: ChildProcess;
  /** Everything said so far on both streams. */
  said(): string;
  /** Resolves with the exit code (or the signal's name) once the process has ended. */
  readonly ended: Promise<number | string>;
}

/** Starts `qunying <words>` with nothing but these variables set; killed when the test has finished. */
export function start(words: readonly string[], variables: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', LANG: 'en_US.UTF-8', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const ended = new Promise<number | string>((done) => {
    child.once('close', (code, signal) => done(code ?? signal ?? 'unknown'));
  });
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  });
  return { child, said: () => text, ended };
}

/** Runs a command to its end. */
export async function runToEnd(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<{ code: number | string; said: string }> {
  const running = start(words, variables);
  const code = await running.ended;
  return { code, said: running.said() };
}

/** Waits for `Ready: <address>`; throws with what was said when the process ends first. */
export async function addressOf(running: Running): Promise<string> {
  const found = () => /(?:Ready|Already running): (http:\S+)/.exec(running.said())?.[1];
  for (;;) {
    const address = found();
    if (address) return address;
    const over = await Promise.race([
      running.ended.then(() => true),
      new Promise<false>((later) => setTimeout(() => later(false), 20)),
    ]);
    if (over && !found()) throw new Error(`ended without an address:\n${running.said()}`);
  }
}
