import type { CheckedRow, ColumnMapping, ColumnProposal, ImportKind } from '#contract/import-table';
import type { Day, Issue } from '#kernel/lib';
import type { SearchColumns } from '#kernel/registry';
import type { Actor } from '#store/audit';
import type { StoreAccess } from '#store/database';
import type { OutcomeCounts } from '#store/import-batch';
import type { KeptRow } from '#store/import-undo';

/** Kinds that are written into the register; needs and rosters belong to a task. */
export const REGISTER_KINDS = ['areas', 'units', 'organizations', 'members'] as const;
export type RegisterKind = (typeof REGISTER_KINDS)[number];

/** How far the one who imports may write: everything (command line), or what lies below the body. */
export interface Reach {
  readonly everything: boolean;
  /** Path of the area that the body covers; null when it covers none. */
  readonly areaPath: string | null;
  /** Whether stored values of persons may be shown beside the imported ones. */
  readonly seesPersons: boolean;
}

/** Who imports, where, when, and how the worker reaches the database; plain data. */
export interface ImportScope {
  readonly access: StoreAccess;
  readonly cityId: string;
  readonly today: Day;
  readonly now: Date;
  readonly actor: Actor;
  readonly reach: Reach;
  /** Organizations whose trees are in reach; null = all. */
  readonly anchors: readonly string[] | null;
}

/** What the worker is asked. */
export type ImportRequest =
  /** Read only: a table for a task, without a batch. */
  | { readonly type: 'open'; readonly kind: ImportKind; readonly fileName: string; readonly bytes: Uint8Array }
  /** Read, check, compare with the register, store with the batch. */
  | {
      readonly type: 'preview';
      readonly scope: ImportScope;
      readonly batchId: string;
      readonly kind: RegisterKind;
      readonly fileName: string;
      readonly bytes: Uint8Array;
    }
  /** Check and compare the stored rows again with another mapping. */
  | { readonly type: 'map'; readonly scope: ImportScope; readonly batchId: string; readonly mapping: ColumnMapping }
  | { readonly type: 'commit'; readonly scope: ImportScope; readonly batchId: string }
  | { readonly type: 'undo'; readonly scope: ImportScope; readonly batchId: string; readonly rest: boolean }
  /** The table handed back with its red column; `words` are the texts of one language by key. */
  | {
      readonly type: 'returned';
      readonly scope: ImportScope;
      readonly batchId: string;
      readonly words: ReadonlyMap<string, string>;
    };

/** A file whose head was found, as it is kept with the batch. */
export interface OpenedTable {
  readonly sheetName: string;
  readonly sheetNames: readonly string[];
  readonly encoding: string | null;
  readonly proposals: readonly ColumnProposal[];
  readonly mapping: ColumnMapping;
  /** Title and head rows with their numbers, for handing the sheet back. */
  readonly lead: { readonly rows: readonly (readonly string[])[]; readonly numbers: readonly number[]; readonly headRow: number };
  readonly rows: readonly (readonly string[])[];
  readonly rowNumbers: readonly number[];
  /** Issues met while reading cells. */
  readonly cellIssues: readonly Issue[];
}

/** What is kept in `import_batch.mapping`. */
export interface BatchMeta extends Omit<OpenedTable, 'rows' | 'rowNumbers'> {
  readonly skipped: number;
}

/** A checked row with the search columns of its name. */
export interface CheckedWithSearch extends CheckedRow {
  readonly search?: SearchColumns;
}

/** Why a commit or an undo did not happen; the first {@link NAMED} findings are named. */
export interface NotDone {
  readonly done: false;
  readonly why: 'state' | 'errors' | 'kept' | 'too-old';
  readonly issues: readonly Issue[];
  readonly kept: readonly KeptRow[];
}

/** Findings that one answer names: a person reads no more, and the preview holds all of them. */
export const NAMED = 200;

export interface Done {
  readonly done: true;
  readonly counts: OutcomeCounts;
}

/** What the worker answers; `progress` any number of times, then one of the others. */
export type ImportAnswer =
  | {
      readonly type: 'progress';
      readonly step: 'reading' | 'checking' | 'writing';
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'refused'; readonly issues: readonly Issue[] }
  | {
      readonly type: 'opened';
      readonly table: OpenedTable;
      readonly checked: readonly CheckedRow[];
      readonly issues: readonly Issue[];
      readonly skipped: number;
    }
  /** The rows are stored with their outcomes; `issues` are findings about the table as a whole, for example a missing column. */
  | { readonly type: 'kept'; readonly issues: readonly Issue[] }
  | { readonly type: 'ended'; readonly outcome: Done | NotDone }
  /** Null when the rows are erased. */
  | { readonly type: 'returned'; readonly bytes: Uint8Array | null }
  /** An error of the worker with what is needed to tell what it means. */
  | {
      readonly type: 'failed';
      readonly message: string;
      readonly stack: string | undefined;
      readonly code: string | undefined;
      readonly params: Readonly<Record<string, string | number>> | undefined;
    };
