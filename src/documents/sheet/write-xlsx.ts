import { collect, type ZipPart, zipChunks } from './zip.ts';

/** How a cell looks; `text` is a text cell that Excel keeps as text (leading zeros, long numbers). */
export const CELL_STYLES = [
  'plain',
  'text',
  'title',
  'head',
  'hint',
  'error',
  'error-text',
  'error-head',
  'wrap',
  'strong',
  'day',
] as const;
export type CellStyle = (typeof CELL_STYLES)[number];

/** A cell: number, text, nothing, or either with a style of its own. */
export type CellOut = string | number | null | { readonly value: string | number | null; readonly style: CellStyle };

export interface RowOut {
  readonly cells: readonly CellOut[];
  /** Style of the cells that have none of their own. */
  readonly style?: CellStyle;
  /** Height in points. */
  readonly height?: number;
}

export interface SheetOut {
  /** Characters that Excel refuses in the name of a sheet are replaced, the rest is cut at 31. */
  readonly name: string;
  readonly columns: readonly { readonly width: number; readonly text?: boolean }[];
  readonly rows: Iterable<RowOut> | AsyncIterable<RowOut>;
  /** Ranges such as `A1:F1`. */
  readonly merges?: readonly string[];
  /** Rows that stay in view and stand on every printed page. */
  readonly frozen?: number;
  /** Drop-downs: column from 0, rows from 1, both ends included; all words of a list together at most 250 characters. */
  readonly choices?: readonly {
    readonly column: number;
    readonly from: number;
    readonly to: number;
    readonly words: readonly string[];
  }[];
  /** A4 across for printing; upright when false. */
  readonly landscape?: boolean;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DOC = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** A text that a spreadsheet could take for a formula gets an apostrophe in front; reading takes it off again. Plain numbers stay. */
export function neutralize(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
}

/** Excel shows at most 32,767 characters in a cell; a longer text is cut and ends with an ellipsis. */
const LONGEST = 32_767;

function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters are not allowed in XML 1.0
  const plain = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
  return /[&<>"]/.test(plain)
    ? plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
    : plain;
}

/** `A` for 0, `AA` for 26. */
export function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnName(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

function cellXml(reference: string, cell: CellOut, rowStyle: CellStyle, textColumn: boolean): string {
  const own = typeof cell === 'object' && cell !== null;
  const value = own ? cell.value : cell;
  const style = own ? cell.style : rowStyle === 'plain' && textColumn ? 'text' : rowStyle;
  const s = CELL_STYLES.indexOf(style);
  const styled = s > 0 ? ` s="${s}"` : '';
  if (value === null || value === '') return s > 0 ? `<c r="${reference}"${styled}/>` : '';
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${reference}"${styled}><v>${value}</v></c>`;
  const plain = neutralize(String(value));
  const text = plain.length > LONGEST ? `${plain.slice(0, LONGEST - 1)}…` : plain;
  const space = /^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : '';
  return `<c r="${reference}"${styled} t="inlineStr"><is><t${space}>${escapeXml(text)}</t></is></c>`;
}

async function* sheetXml(sheet: SheetOut): AsyncGenerator<string> {
  const frozen = sheet.frozen
    ? `<pane ySplit="${sheet.frozen}" topLeftCell="A${sheet.frozen + 1}" activePane="bottomLeft" state="frozen"/>`
    : '';
  yield `${HEAD}<worksheet xmlns="${MAIN}" xmlns:r="${DOC}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`;
  yield `<sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews><cols>`;
  const textStyle = CELL_STYLES.indexOf('text');
  for (const [index, { width, text }] of sheet.columns.entries()) {
    yield `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"${text ? ` style="${textStyle}"` : ''}/>`;
  }
  yield '</cols><sheetData>';
  const names = Array.from({ length: Math.max(sheet.columns.length, 64) }, (_, index) => columnName(index));
  let number = 0;
  for await (const row of sheet.rows) {
    number++;
    let xml = `<row r="${number}"${row.height ? ` ht="${row.height}" customHeight="1"` : ''}>`;
    for (let c = 0; c < row.cells.length; c++) {
      const reference = `${names[c] ?? columnName(c)}${number}`;
      xml += cellXml(reference, row.cells[c]!, row.style ?? 'plain', sheet.columns[c]?.text === true);
    }
    yield `${xml}</row>`;
  }
  yield '</sheetData>';
  if (sheet.merges?.length) {
    yield `<mergeCells count="${sheet.merges.length}">${sheet.merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`;
  }
  if (sheet.choices?.length) {
    yield `<dataValidations count="${sheet.choices.length}">`;
    for (const { column, from, to, words } of sheet.choices) {
      const range = `${columnName(column)}${from}:${columnName(column)}${to}`;
      const list = escapeXml(`"${words.join(',')}"`);
      yield `<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorStyle="warning" sqref="${range}"><formula1>${list}</formula1></dataValidation>`;
    }
    yield '</dataValidations>';
  }
  yield '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>';
  yield `<pageSetup paperSize="9" orientation="${sheet.landscape ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0"/></worksheet>`;
}

/** Fonts, fills and formats in the order of {@link CELL_STYLES}. */
function stylesXml(): string {
  const font = (size: number, more = '', color = 'FF191C1F') =>
    `<font>${more}<sz val="${size}"/><color rgb="${color}"/><name val="Microsoft YaHei"/><family val="2"/></font>`;
  const fonts = [
    font(11),
    font(16, '<b/>'),
    font(11, '<b/>'),
    font(10, '', 'FF626971'),
    font(11, '<b/>', 'FFB3261E'),
    font(11, '<b/>', 'FFFFFFFF'),
  ];
  const fill = (color: string) =>
    `<fill><patternFill patternType="solid"><fgColor rgb="${color}"/><bgColor indexed="64"/></patternFill></fill>`;
  const fills = [
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
    fill('FFE5F0F2'),
    fill('FFFAFAF8'),
    fill('FFFCEFED'),
    fill('FFB3261E'),
  ];
  const thin = (color: string) =>
    ['left', 'right', 'top', 'bottom'].map((side) => `<${side} style="thin"><color rgb="${color}"/></${side}>`).join('');
  const borders = [
    '<border><left/><right/><top/><bottom/></border>',
    `<border>${thin('FFCDD0CB')}</border>`,
    `<border>${thin('FFB3261E')}</border>`,
  ];
  const xf = (numFmt: number, fontId: number, fillId: number, borderId: number, align = '') =>
    `<xf numFmtId="${numFmt}" fontId="${fontId}" fillId="${fillId}" borderId="${borderId}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"${align ? ` applyAlignment="1"><alignment ${align}/></xf>` : '/>'}`;
  const centre = 'horizontal="center" vertical="center" wrapText="1"';
  const byStyle: Record<CellStyle, string> = {
    plain: xf(0, 0, 0, 0),
    text: xf(49, 0, 0, 0),
    title: xf(0, 1, 0, 0, centre),
    head: xf(49, 2, 2, 1, centre),
    hint: xf(49, 3, 3, 1, 'vertical="center" wrapText="1"'),
    error: xf(49, 0, 4, 2),
    'error-text': xf(49, 4, 4, 2, 'vertical="top" wrapText="1"'),
    'error-head': xf(49, 5, 5, 2, centre),
    wrap: xf(49, 0, 0, 0, 'vertical="top" wrapText="1"'),
    strong: xf(0, 2, 0, 0),
    day: xf(14, 0, 0, 0),
  };
  const list = (name: string, items: readonly string[]) => `<${name} count="${items.length}">${items.join('')}</${name}>`;
  return `${HEAD}<styleSheet xmlns="${MAIN}">${list('fonts', fonts)}${list('fills', fills)}${list('borders', borders)}${list(
    'cellStyleXfs',
    ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'],
  )}${list(
    'cellXfs',
    CELL_STYLES.map((style) => byStyle[style]),
  )}</styleSheet>`;
}

function sheetNames(sheets: readonly SheetOut[]): string[] {
  const seen = new Set<string>();
  return sheets.map(({ name }) => {
    const plain = name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31) || 'Sheet';
    let unique = plain;
    for (let n = 2; seen.has(unique.toLowerCase()); n++) unique = `${plain.slice(0, 27)} (${n})`;
    seen.add(unique.toLowerCase());
    return unique;
  });
}

function* packageParts(sheets: readonly SheetOut[]): Generator<ZipPart> {
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const overrides = sheets.map(
    (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${types}.worksheet+xml"/>`,
  );
  yield {
    path: '[Content_Types].xml',
    content: [
      `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${overrides.join('')}</Types>`,
    ],
  };
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  yield {
    path: '_rels/.rels',
    content: [
      `${HEAD}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${DOC}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
  };
  const names = sheetNames(sheets);
  const tabs = names.map((name, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('');
  const titles = sheets.flatMap(({ frozen }, i) => {
    const sheet = escapeXml(`'${names[i]!.replaceAll("'", "''")}'!$1:$${frozen}`);
    return frozen ? [`<definedName name="_xlnm.Print_Titles" localSheetId="${i}">${sheet}</definedName>`] : [];
  });
  const defined = titles.length > 0 ? `<definedNames>${titles.join('')}</definedNames>` : '';
  yield {
    path: 'xl/workbook.xml',
    content: [`${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${DOC}"><sheets>${tabs}</sheets>${defined}</workbook>`],
  };
  const links = sheets.map(
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${DOC}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  yield {
    path: 'xl/_rels/workbook.xml.rels',
    content: [
      `${HEAD}<Relationships xmlns="${relations}">${links.join('')}<Relationship Id="rId${sheets.length + 1}" Type="${DOC}/styles" Target="styles.xml"/></Relationships>`,
    ],
  };
  yield { path: 'xl/styles.xml', content: [stylesXml()] };
  for (const [i, sheet] of sheets.entries()) yield { path: `xl/worksheets/sheet${i + 1}.xml`, content: sheetXml(sheet) };
}

/**
 * A workbook as a stream of bytes: rows are taken one by one, memory does not grow with them. Every cell carries its reference,
 * texts are texts (never formulas), the same input gives the same bytes.
 */
export function workbookChunks(sheets: readonly SheetOut[]): AsyncGenerator<Uint8Array> {
  return zipChunks(packageParts(sheets));
}

/** The same as one array, for files that fit in memory. */
export function workbookBytes(sheets: readonly SheetOut[]): Promise<Uint8Array> {
  return collect(workbookChunks(sheets));
}
