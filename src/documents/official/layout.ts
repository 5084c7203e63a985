import {
  AlignmentType,
  BorderStyle,
  DocumentGridType,
  type FileChild,
  Footer,
  type IParagraphOptions,
  type ISectionOptions,
  LineRuleType,
  NumberFormat,
  PageNumber,
  PageOrientation,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';

/** Twentieths of a point in a length of millimetres (1 mm = 56.693). */
export const twips = (millimetres: number): number => Math.round((millimetres * 1440) / 25.4);

/** GB/T 9704-2012, 5.2: A4, margins in millimetres; the type area is 156 × 225. */
export const PAGE = { width: 210, height: 297, top: 37, bottom: 35, left: 28, right: 26 } as const;

/** 22 lines of 28 characters a page (5.2.3). */
export const GRID = { lines: 22, characters: 28 } as const;

/** Sizes in half points: 2号 22 pt, 3号 16 pt, 4号 14 pt; tables in 小4号 12 pt. */
export const SIZE = { title: 44, body: 32, small: 28, table: 24, head: 62 } as const;

/** Typefaces by name; none is shipped. Western letters and figures stand in Times New Roman. */
export const FACE = {
  title: '方正小标宋简体',
  body: '仿宋_GB2312',
  first: '黑体',
  second: '楷体_GB2312',
  page: '宋体',
} as const;
export type Face = keyof typeof FACE;

/** Red of the issuing body's head and of the separating line. */
export const RED = 'FF0000';

const LINE = Math.floor((225 / GRID.lines) * (1440 / 25.4));

/**
 * What a character of 3号 gives up so that 28 stand in 156 mm, in twentieths of a point. Set on the text itself: a grid of characters
 * is measured by every office program from another font, one sets 18 characters in a line and another 28.
 */
export const TIGHTEN = Math.floor(((156 / GRID.characters) * (72 / 25.4) - SIZE.body / 2) * 20);

/** A font entry that names the Chinese face and the Western one. */
export function fontOf(face: Face) {
  return { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: FACE[face], hint: 'eastAsia' };
}

/** Text in a face and size; a tab in it is one of the document's own, for a bare tab character is only white space to some programs. */
export function run(text: string, face: Face = 'body', size: number = SIZE.body, color?: string): TextRun {
  const spacing = size === SIZE.body ? { characterSpacing: TIGHTEN } : {};
  const children = text.split('\t').flatMap((part, index) => (index === 0 ? [part] : [new Tab(), part]));
  return new TextRun({ children, font: fontOf(face), size, ...spacing, ...(color ? { color } : {}) });
}

/** A paragraph with lines of exact height, 22 a page; `indent` counts characters of 3号. */
export function paragraph(
  runs: readonly TextRun[] | string,
  options: {
    align?: 'left' | 'center' | 'right';
    indent?: number;
    right?: number;
    face?: Face;
    size?: number;
  } & Partial<IParagraphOptions> = {},
): Paragraph {
  const { align = 'left', indent = 0, right = 0, face = 'body', size = SIZE.body, ...more } = options;
  const children = typeof runs === 'string' ? [run(runs, face, size)] : [...runs];
  const character = size * 10;
  return new Paragraph({
    alignment: align === 'center' ? AlignmentType.CENTER : align === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT,
    indent: {
      ...(indent > 0 ? { firstLine: indent * character, firstLineChars: indent * 100 } : {}),
      ...(right > 0 ? { right: right * character, endChars: right * 100 } : {}),
    },
    spacing: { line: LINE, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
    children,
    ...more,
  });
}

/** An empty line. */
export const blank = (): Paragraph => paragraph('');

/** A rule across the type area; the lines of the imprint are black, the separating line red (7.2.8, 7.4.1). */
export function rule(color: string, thickness: number): Paragraph {
  return new Paragraph({
    spacing: { before: 0, after: 0, line: 60, lineRule: LineRuleType.EXACT },
    border: { bottom: { style: BorderStyle.SINGLE, size: thickness, color, space: 1 } },
    children: [],
  });
}

/** A table with thin lines in 小4号, heads repeated on every page; widths are parts of the type area. */
export function officialTable(heads: readonly string[], widths: readonly number[], rows: readonly (readonly string[])[]): Table {
  const whole = widths.reduce((sum, width) => sum + width, 0);
  const total = twips(156);
  const cell = (text: string, index: number, face: Face) =>
    new TableCell({
      width: { size: Math.round((total * widths[index]!) / whole), type: WidthType.DXA },
      margins: { left: 60, right: 60, top: 30, bottom: 30 },
      children: [
        new Paragraph({
          spacing: { line: 360, lineRule: LineRuleType.EXACT },
          children: [run(text, face, SIZE.table)],
        }),
      ],
    });
  return new Table({
    width: { size: total, type: WidthType.DXA },
    columnWidths: widths.map((width) => Math.round((total * width) / whole)),
    rows: [
      new TableRow({ tableHeader: true, children: heads.map((head, index) => cell(head, index, 'first')) }),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map((text, index) => cell(text, index, 'body')) })),
    ],
  });
}

/** Page numbers (5.2, 7.5): 4号, a dash at each side, outer corner: right on odd pages, left on even ones, one character from the edge. */
export function pageNumber(side: 'left' | 'right' | 'center'): Footer {
  const number = new TextRun({ font: fontOf('page'), size: SIZE.small, children: ['— ', PageNumber.CURRENT, ' —'] });
  const indent = side === 'center' ? {} : { [side]: SIZE.small * 10 };
  return new Footer({ children: [new Paragraph({ alignment: side, indent, children: [number] })] });
}

/** A section in the layout of the standard. */
export function officialSection(children: readonly FileChild[]): ISectionOptions {
  return {
    properties: {
      titlePage: false,
      page: {
        size: { width: twips(PAGE.width), height: twips(PAGE.height), orientation: PageOrientation.PORTRAIT },
        // The page number stands 7 mm under the type area (7.5).
        margin: {
          top: twips(PAGE.top),
          bottom: twips(PAGE.bottom),
          left: twips(PAGE.left),
          right: twips(PAGE.right),
          footer: twips(PAGE.bottom - 12),
          header: twips(15),
          gutter: 0,
        },
        pageNumbers: { formatType: NumberFormat.DECIMAL },
      },
      // No grid to snap to: every line has its exact height already, and a larger size would take two lines of a grid.
      grid: { type: DocumentGridType.DEFAULT, linePitch: LINE },
    },
    footers: { default: pageNumber('right'), even: pageNumber('left') },
    children: [...children],
  };
}
