import type { ColumnType } from 'kysely';
import type { Day as CalendarDay } from '#kernel/lib';

/** A calendar day; node-pg is told to leave DATE as text. */
export type Day = ColumnType<CalendarDay, string, string>;
/** A point in time; read as Date, written as Date or ISO text. */
export type Instant = ColumnType<Date, Date | string, Date | string>;
/** jsonb: read as parsed value, written as JSON text (node-pg would turn arrays into PostgreSQL arrays). */
export type Json = ColumnType<unknown, string, string>;
/** bigint within the safe range of a double. */
export type Big = ColumnType<number, number, number>;
/** A column with a default: may be left out when inserting, also when its type reads and writes differently. */
export type Generated<T> = [T] extends [ColumnType<infer Select, infer Insert, infer Update>]
  ? ColumnType<Select, Insert | undefined, Update>
  : ColumnType<T, T | undefined, T>;
