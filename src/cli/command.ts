import type { Environment } from './environment.ts';
import type { Output } from './output.ts';

/** One `--name` of a command; its text is `option.<command>.<name>` in `texts/<lang>/cli.json` (spaces of the command as dashes). */
export interface OptionSpec {
  /** Kebab-case, without dashes in front. */
  readonly name: string;
  readonly short?: string;
  /** `flag` takes no value. */
  readonly type: 'string' | 'flag';
  /** Named in the help in place of the value, for example `FILE`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** What a value must look like: a whole number from 0, a day, a port. */
  readonly form?: OptionForm;
  /** A file name must end in one of these, in small letters with the dot. */
  readonly endings?: readonly string[];
  readonly multiple?: boolean;
  readonly required?: boolean;
  /** Must be given, with two characters or more, whenever this flag is. */
  readonly requiredWith?: string;
  /** Belongs to this choice of the first argument: must be given there, refused elsewhere. */
  readonly onlyFor?: string;
  /** With this flag the option of `onlyFor` may be left out. */
  readonly unless?: string;
  readonly default?: string;
}

/** Forms that are checked before anything runs. */
export type OptionForm = 'integer' | 'day' | 'port';

/** One positional argument; its text is `argument.<command>.<name>`. */
export interface ArgumentSpec {
  readonly name: string;
  readonly optional?: boolean;
  readonly choices?: readonly string[];
}

/** What a command is given: everything is read before `run`, so that a wrong call changes nothing. */
export interface Call {
  readonly arguments: Readonly<Record<string, string>>;
  /** Values by option name; absent when not given and without default. */
  readonly options: Readonly<Record<string, string>>;
  /** Values of options marked `multiple`, in the order given. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly flags: ReadonlySet<string>;
  readonly environment: Environment;
  readonly out: Output;
}

/** How a command ended: 0 done, 1 found what it was asked to find (an invalid plan, a broken chain), 2 wrong call, 3 could not run. */
export type ExitCode = 0 | 1 | 2 | 3;

/**
 * One line of the command table. Its summary is `command.<name>` in the texts. `run` imports what it needs when it is called,
 * so that starting one command does not load the others.
 */
export interface Command {
  /** One or two words: `backup`, `plan solve`. */
  readonly name: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  readonly run: (call: Call) => Promise<ExitCode>;
}
