/** What a file may at most contain; the numbers are named in the message when they are passed. */
export interface SheetLimits {
  /** Bytes of the file as uploaded. */
  readonly fileBytes: number;
  /** Bytes of all parts after unpacking. */
  readonly unpackedBytes: number;
  /** Unpacked by packed size of one part above 1 MB; real workbooks stay under 60. */
  readonly ratio: number;
  readonly rows: number;
  readonly columns: number;
  readonly parts: number;
}

/** 480,000 members need some 60 MB of workbook and 450 MB unpacked; uploads over HTTP are capped lower by the server. */
export const SHEET_LIMITS: SheetLimits = {
  fileBytes: 100 * 1024 * 1024,
  unpackedBytes: 700 * 1024 * 1024,
  ratio: 200,
  rows: 1_048_576,
  columns: 256,
  parts: 2000,
};
