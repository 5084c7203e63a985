/**
 * A condition outside the program that stops it and that a person can put right: a data folder of another version, a missing
 * right, a damaged backup. `code` is the text key in `texts/<lang>/cli.json`, `params` are its values.
 */
export class Failure extends Error {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: string, params: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(params)}`, cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.code = code;
    this.params = params;
  }
}
