/** A cell as COPY takes it; arrays are arrays of text. */
export type Cell = string | number | boolean | null | readonly string[];

/** Rows of one table, in the order of `columns`. */
export interface Sheet {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: Cell[][];
}

/** A sheet that takes rows by column name, so that a forgotten column does not compile. */
export interface Writer<Column extends string> {
  readonly sheet: Sheet;
  add(row: Readonly<Record<Column, Cell>>): void;
}

/** An empty sheet of this table with these columns. */
export function writerOf<const Column extends string>(table: string, columns: readonly Column[]): Writer<Column> {
  const rows: Cell[][] = [];
  return {
    sheet: { table, columns, rows },
    add: (row) => {
      rows.push(columns.map((column) => row[column]));
    },
  };
}
