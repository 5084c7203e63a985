import type { TextParams, Texts } from './texts.ts';

/** Where a command speaks: results to standard output, progress and errors to standard error. */
export interface Output {
  readonly texts: Texts;
  /** Results are one JSON document instead of text. */
  readonly json: boolean;
  /** A line for people; silent with `--json`. */
  say(key: string, params?: TextParams): void;
  /** A line that is no text of ours (a table, a file name); silent with `--json`. */
  line(text: string): void;
  /** The result of the command, printed only with `--json`. */
  result(value: unknown): void;
  /** Progress of a step, `fraction` 0–1 or absent; redrawn in place on a terminal, one line a step elsewhere, silent with `--json`. */
  progress(key: string, params?: TextParams, fraction?: number): void;
  /** Ends the progress line. */
  progressDone(): void;
  /** An error for people, with what to do. */
  fail(key: string, params?: TextParams): void;
}

const BAR = 24;

/** Output on the process's own streams. */
export function createOutput(texts: Texts, json: boolean): Output {
  let shown: string | undefined;
  const { stdout, stderr } = process;
  const clear = () => {
    if (shown !== undefined && stderr.isTTY) stderr.write('\r\x1b[2K');
    shown = undefined;
  };
  return {
    texts,
    json,
    say(key, params) {
      this.line(texts(key, params));
    },
    line(text) {
      if (json) return;
      clear();
      stdout.write(`${text}\n`);
    },
    result(value) {
      if (json) stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    progress(key, params, fraction) {
      if (json) return;
      const text = texts(key, params);
      if (!stderr.isTTY) {
        // A log holds one line a step, not one for each table or per cent.
        if (key !== shown) stderr.write(`${text}\n`);
        shown = key;
        return;
      }
      const filled = fraction === undefined ? 0 : Math.round(Math.max(0, Math.min(1, fraction)) * BAR);
      const bar =
        fraction === undefined ? '' : `  ${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${Math.floor(fraction * 100)} %`;
      stderr.write(`\r\x1b[2K${text}${bar}`);
      shown = text;
    },
    progressDone() {
      if (shown !== undefined && stderr.isTTY) stderr.write('\n');
      shown = undefined;
    },
    fail(key, params) {
      if (json)
        stdout.write(`${JSON.stringify({ error: { code: key, params: params ?? {}, text: texts(key, params) } }, null, 2)}\n`);
      clear();
      stderr.write(`${texts(key, params)}\n`);
    },
  };
}
