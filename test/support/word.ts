import { SHEET_LIMITS } from '#documents/sheet/limits';
import { openPackage } from '#documents/sheet/unpack';

/** Everything that a Word file says, one line for each paragraph. */
export async function readDocumentText(bytes: Uint8Array): Promise<string> {
  const opened = await openPackage(bytes, SHEET_LIMITS);
  if (!opened.ok) throw new Error(JSON.stringify(opened.issues));
  const xml = await opened.value.text('word/document.xml');
  opened.value.close();
  return [...xml.matchAll(/<w:p>([\s\S]*?)<\/w:p>/g)]
    .map((paragraph) => [...paragraph[1]!.matchAll(/<w:t(?:\s[^>]*)?>([\s\S]*?)<\/w:t>/g)].map((text) => text[1]).join(''))
    .join('\n');
}
