/** The kinds of table that can be handed in; the key of texts `importKind.<kind>`. */
export const IMPORT_KINDS = ['areas', 'units', 'organizations', 'members', 'needs', 'roster'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** How the text of a cell is read. `windows` is a list of times of day such as `06:00–14:00`. */
export type FieldType = 'text' | 'key' | 'integer' | 'decimal' | 'day' | 'flag' | 'choice' | 'list' | 'window' | 'windows';

/** One column that a kind knows. */
export interface ImportField {
  readonly key: string;
  readonly type: FieldType;
  /** A row without it is refused. */
  readonly required?: true;
  /** A row without it is read, since other columns may say it; templates ask for it. */
  readonly asked?: true;
  /** Codes a `choice` may take; texts and synonyms in {@link CHOICE_WORDS}. */
  readonly choice?: string;
  /** Smallest and largest number allowed. */
  readonly min?: number;
  readonly max?: number;
  /** Part of a person's identity: erased with the raw rows and left out where names are masked. */
  readonly personal?: true;
}

const validity: readonly ImportField[] = [
  { key: 'validFrom', type: 'day' },
  { key: 'validTo', type: 'day' },
];

/** The columns of each kind, in the order in which templates and exports print them. */
export const IMPORT_FIELDS: Readonly<Record<ImportKind, readonly ImportField[]>> = {
  areas: [
    { key: 'areaCode', type: 'key', required: true },
    { key: 'areaName', type: 'text', required: true },
    { key: 'areaKind', type: 'choice', choice: 'areaKind' },
    { key: 'parentCode', type: 'key' },
    { key: 'overlay', type: 'flag' },
    { key: 'covers', type: 'list' },
    { key: 'formerCode', type: 'key' },
    { key: 'lat', type: 'decimal', min: -90, max: 90 },
    { key: 'lon', type: 'decimal', min: -180, max: 180 },
    ...validity,
  ],
  units: [
    { key: 'sourceKey', type: 'key' },
    { key: 'unitName', type: 'text', required: true },
    { key: 'unitKind', type: 'choice', choice: 'unitKind', required: true },
    { key: 'affiliationTier', type: 'choice', choice: 'tier' },
    { key: 'affiliationArea', type: 'text' },
    { key: 'locatedArea', type: 'text' },
    { key: 'system', type: 'choice', choice: 'system' },
    { key: 'soeTier', type: 'integer', min: 1, max: 9 },
    { key: 'ownership', type: 'text' },
    { key: 'industry', type: 'text' },
    { key: 'releaseCap', type: 'integer', min: 0, max: 100_000 },
    ...validity,
  ],
  organizations: [
    { key: 'sourceKey', type: 'key' },
    { key: 'organizationName', type: 'text', required: true },
    { key: 'class', type: 'choice', choice: 'class' },
    { key: 'form', type: 'choice', choice: 'form' },
    { key: 'parent', type: 'text' },
    { key: 'unit', type: 'text' },
    { key: 'area', type: 'text' },
    { key: 'constituents', type: 'list' },
    { key: 'startedOn', type: 'day' },
    { key: 'endedOn', type: 'day' },
  ],
  members: [
    { key: 'sourceKey', type: 'key', personal: true },
    { key: 'personName', type: 'text', required: true, personal: true },
    { key: 'status', type: 'choice', choice: 'status', required: true },
    { key: 'organization', type: 'text', required: true },
    { key: 'group', type: 'text' },
    { key: 'unit', type: 'text' },
    { key: 'residence', type: 'text', personal: true },
    { key: 'skills', type: 'list' },
    { key: 'willing', type: 'flag' },
    { key: 'homeSince', type: 'day' },
    { key: 'homeUntil', type: 'day' },
  ],
  needs: [
    { key: 'subdistrict', type: 'text' },
    { key: 'community', type: 'text', required: true },
    { key: 'checkpoint', type: 'text', required: true },
    { key: 'shift', type: 'text' },
    { key: 'day', type: 'day' },
    { key: 'window', type: 'window', asked: true },
    { key: 'from', type: 'text' },
    { key: 'to', type: 'text' },
    { key: 'headCount', type: 'integer', required: true, min: 1, max: 10_000 },
    { key: 'skill', type: 'list' },
    { key: 'local', type: 'integer', min: 0, max: 10_000 },
    { key: 'lat', type: 'decimal', min: -90, max: 90 },
    { key: 'lon', type: 'decimal', min: -180, max: 180 },
    { key: 'note', type: 'text' },
  ],
  roster: [
    { key: 'sourceKey', type: 'key', personal: true },
    { key: 'personName', type: 'text', required: true, personal: true },
    { key: 'unit', type: 'text', required: true },
    { key: 'tier', type: 'choice', choice: 'tier' },
    { key: 'system', type: 'choice', choice: 'system' },
    { key: 'unitArea', type: 'text' },
    { key: 'residence', type: 'text', personal: true },
    { key: 'status', type: 'choice', choice: 'status' },
    { key: 'skills', type: 'list' },
    { key: 'willing', type: 'flag' },
    { key: 'windows', type: 'windows' },
    { key: 'duties', type: 'integer', min: 1, max: 31 },
    { key: 'load', type: 'integer', min: 0, max: 1000 },
    { key: 'cap', type: 'integer', min: 0, max: 100_000 },
    { key: 'lat', type: 'decimal', min: -90, max: 90 },
    { key: 'lon', type: 'decimal', min: -180, max: 180 },
  ],
};
