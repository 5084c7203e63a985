#!/usr/bin/env node
/**
 * Composition root: reads the command line and the environment, builds what a command needs and runs it.
 * Nothing else reads `process.env`; no domain logic lives here. Every command comes from one table, which also makes the help.
 */
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExitCode } from './command.ts';
import { languageOf, readEnvironment } from './environment.ts';
import { failureOf } from './failure-of.ts';
import { help } from './help.ts';
import { createOutput } from './output.ts';
import { parse } from './parse.ts';
import { reasonOf } from './reason.ts';
import { table } from './table.ts';
import { loadTexts, packageRoot } from './texts.ts';

/** Failures that say that the words of the call do not fit, found only when the command looks closer. */
const WRONG_CALLS = new Set([
  'account-login-invalid',
  'account-org-missing',
  'plan-input-missing',
  'plan-post-unknown',
  'plan-member-unknown',
  'rules-document-unknown',
  'rules-facts-wrong',
  'rules-regiment-wrong',
  'rules-subject-unknown',
]);

/** Runs one command line (without program name); never throws for a condition that a text explains. */
export async function main(words: readonly string[], variables: NodeJS.ProcessEnv = process.env): Promise<ExitCode> {
  const parsed = parse(words, table);
  if (parsed.kind === 'version') {
    const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const language = languageOf(parsed.language ?? variables.LC_ALL ?? variables.LC_MESSAGES ?? variables.LANG);
  const texts = loadTexts(language);
  if (parsed.kind === 'help') {
    process.stdout.write(`${help(parsed.group, parsed.command, texts)}\n`);
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
    const reason = reasonOf(failure.cause, language);
    out.fail(failure.code, reason === undefined ? failure.params : { ...failure.params, reason });
    // A bug of ours: where it happened, for whoever reports it.
    if (failure.code === 'unexpected' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return WRONG_CALLS.has(failure.code) ? 2 : 3;
  }
}

const started = process.argv[1];
if (started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2));
}
