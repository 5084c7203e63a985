/** A stretch of a list: how many rows lie before it, and how many it has at most. */
export interface Part {
  readonly offset: number;
  readonly limit: number;
}
