#!/usr/bin/env node
/**
 * Composition root: reads the command line and the environment, builds what a command needs and runs it.
 * Nothing else reads `process.env`; no domain logic lives here. Every command comes from one table, which also makes the help.
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ExitCode } from './command.ts';
import { languageOf, readEnvironment } from './environment.ts';
import { failureOf } from './failure-of.ts';
import { help } from './help.ts';
import { createOutput } from './output.ts';
import { parse } from './parse.ts';
import { table } from './table.ts';
import { loadTexts } from './texts.ts';

/** Runs one command line (without program name); never throws for a condition that a text explains. */
export async function main(words: readonly string[], variables: NodeJS.ProcessEnv = process.env): Promise<ExitCode> {
  const parsed = parse(words, table);
  const language = languageOf(parsed.language ?? variables.LC_ALL ?? variables.LC_MESSAGES ?? variables.LANG);
  const texts = loadTexts(language);
  if (parsed.kind === 'help') {
    process.stdout.write(`${help(table, parsed.command, texts)}\n`);
    return 0;
  }
  const out = createOutput(texts, parsed.json);
  if (parsed.kind === 'wrong') {
    out.fail(parsed.key, parsed.params);
    return 2;
  }
  try {
    return await parsed.command.run({ ...parsed.call, environment: readEnvironment(variables, parsed.language), out });
  } catch (error) {
    const failure = failureOf(error);
    out.fail(failure.code, failure.params);
    // A bug of ours: where it happened, for whoever reports it.
    if (failure.code === 'unexpected' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return 3;
  }
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2));
}
