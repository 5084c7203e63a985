import { Document, type FileChild, Packer, Paragraph } from 'docx';
import type { Day } from '#kernel/lib';
import type { Say } from '../text.ts';
import { blank, FACE, fontOf, officialSection, officialTable, paragraph, RED, rule, run, SIZE, twips } from './layout.ts';

/** A paragraph of the body: 1 = 一、 in 黑体, 2 = （一） in 楷体, 0 = text. */
export interface OfficialBlock {
  readonly level: 0 | 1 | 2;
  readonly text: string;
}

/** A table or a text after the document. */
export type OfficialAttachment = { readonly title: string } & (
  | {
      readonly heads: readonly string[];
      /** Parts of the width. */
      readonly widths: readonly number[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly paragraphs: readonly string[] }
);

/** The parts of an official document (GB/T 9704-2012, 7). All texts are final: nothing is added or numbered here except attachments. */
export interface OfficialDocument {
  /** Full or usual name of the issuing body, printed red at the head. */
  readonly issuer: string;
  /** 发文字号, or null while the document has none. */
  readonly number: string | null;
  /** 签发人, only on documents that go up. */
  readonly signer: string | null;
  readonly urgency: string | null;
  readonly title: string;
  readonly to: string;
  readonly body: readonly OfficialBlock[];
  readonly attachments: readonly OfficialAttachment[];
  readonly signature: string;
  readonly date: Day;
  readonly copyTo: readonly string[];
  readonly printedBy: string;
  readonly printedOn: Day;
}

/** 2026年11月23日, without leading zeros (7.3.5). */
export function officialDate(value: Day, say: Say): string {
  const [year, month, day] = value.split('-');
  return say('official-date', { year: Number(year), month: Number(month), day: Number(day) });
}

/** The red head never smaller than the title of the text: a name that would be is set in lines of equal length. */
function headLines(title: string): { lines: string[]; size: number } {
  const largest = (count: number) => Math.floor(((156 / 25.4) * 72 * 2 * 0.95) / Math.ceil(title.length / count));
  let count = 1;
  while (largest(count) < SIZE.title) count++;
  const length = Math.ceil(title.length / count);
  const lines = Array.from({ length: count }, (_, index) => title.slice(index * length, (index + 1) * length));
  return { lines, size: Math.min(SIZE.head, largest(count)) };
}

function head(data: OfficialDocument, say: Say): FileChild[] {
  const children: FileChild[] = [];
  if (data.urgency) children.push(paragraph(data.urgency, { face: 'first' }));
  // The red head stands 35 mm under the upper edge of the type area (7.2.4); a long name is set smaller, a very long one in two lines.
  const title = say('official-head', { issuer: data.issuer });
  const { lines, size } = headLines(title);
  lines.forEach((text, index) => {
    const before = index > 0 ? 0 : twips(data.urgency ? 25 : 35);
    children.push(
      new Paragraph({ alignment: 'center', spacing: { before, after: 0 }, children: [run(text, 'title', size, RED)] }),
    );
  });
  children.push(blank(), blank());
  const number = data.number ?? say('official-number-open');
  if (data.signer === null) children.push(paragraph(number, { align: 'center' }));
  else {
    // Documents that go up: the number one character from the left edge, the signer one from the right one (7.2.5, 7.2.6).
    const signer = [run(`${number}\t${say('official-signer')}`), run(data.signer, 'second')];
    children.push(paragraph(signer, { indent: 1, tabStops: [{ type: 'right', position: twips(156) - SIZE.body * 10 }] }));
  }
  children.push(rule(RED, 12), blank(), blank());
  for (const line of data.title.split('\n')) children.push(paragraph(line, { align: 'center', face: 'title', size: SIZE.title }));
  return children;
}

function body(data: OfficialDocument, say: Say): FileChild[] {
  const children: FileChild[] = [blank(), paragraph(`${data.to}${say('official-colon')}`)];
  data.body.forEach(({ level, text }, index) => {
    const face = level === 1 ? 'first' : level === 2 ? 'second' : 'body';
    // Signature and date never stand on a page without text (7.3.5): the last paragraph goes with them.
    const keepNext = level > 0 || index === data.body.length - 1;
    children.push(paragraph(text, { indent: 2, face, keepNext }));
  });
  if (data.attachments.length > 0) {
    children.push(paragraph('', { keepNext: true }));
    data.attachments.forEach((attachment, index) => {
      const entry = say('official-attachment-entry', { number: index + 1, title: attachment.title });
      children.push(
        paragraph(index === 0 ? `${say('official-attachment')}${say('official-colon')}${entry}` : `　　　${entry}`, {
          indent: 2,
          keepNext: true,
        }),
      );
    });
  }
  children.push(paragraph('', { keepNext: true }), paragraph('', { keepNext: true }));
  children.push(
    paragraph(data.signature, { align: 'right', right: 2, keepNext: true }),
    paragraph(officialDate(data.date, say), { align: 'right', right: 4 }),
  );
  return children;
}

function attachmentPages(data: OfficialDocument, say: Say): FileChild[] {
  return data.attachments.flatMap((attachment, index) => [
    paragraph(say('official-attachment-head', { number: index + 1 }), { face: 'first', pageBreakBefore: true }),
    blank(),
    paragraph(attachment.title, { align: 'center', face: 'title', size: SIZE.title }),
    blank(),
    ...('rows' in attachment
      ? [officialTable(attachment.heads, attachment.widths, attachment.rows)]
      : attachment.paragraphs.map((text) => paragraph(text, { indent: 2 }))),
  ]);
}

/** The imprint after the last page's text: first and last line 0.35 mm, the one between 0.25 mm, text in 4号 one character from both edges (7.4). */
function imprint(data: OfficialDocument, say: Say): FileChild[] {
  const line = (text: string) =>
    paragraph(text, { size: SIZE.small, indent: 1, tabStops: [{ type: 'right', position: twips(156) - SIZE.small * 10 }] });
  const children: FileChild[] = [blank(), rule('000000', 8)];
  if (data.copyTo.length > 0) {
    const names = data.copyTo.join(say('official-comma'));
    children.push(line(`${say('official-copy')}${say('official-colon')}${names}${say('official-stop')}`), rule('000000', 6));
  }
  children.push(
    line(`${data.printedBy}\t${say('official-printed', { date: officialDate(data.printedOn, say) })}`),
    rule('000000', 8),
  );
  return children;
}

/** The document as .docx bytes. */
export async function officialDocument(data: OfficialDocument, say: Say): Promise<Uint8Array> {
  const document = new Document({
    title: data.title.replaceAll('\n', ''),
    creator: data.issuer,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: {
          run: { font: fontOf('body'), size: SIZE.body, language: { value: 'en-US', eastAsia: 'zh-CN' } },
          paragraph: { spacing: { before: 0, after: 0 } },
        },
      },
      paragraphStyles: [{ id: 'OfficialTitle', name: FACE.title, run: { font: fontOf('title'), size: SIZE.title } }],
    },
    sections: [officialSection([...head(data, say), ...body(data, say), ...attachmentPages(data, say), ...imprint(data, say)])],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}
