import { readFile, realpath } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
const PACKABLE = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.wasm', '.txt']);

/** What vite puts where the nonce of the answer belongs (`html.cspNonce`). */
export const NONCE_PLACEHOLDER = 'QUNYING_CSP_NONCE';

interface Kept {
  readonly plain: Uint8Array;
  readonly packed: Map<'br' | 'gzip', Uint8Array>;
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** The encoding that a browser takes, the smaller first. */
export function encodingOf(accept: string | null): 'br' | 'gzip' | null {
  const list = (accept ?? '').toLowerCase();
  if (/\bbr\b(?!;q=0(\.0+)?\b)/.test(list)) return 'br';
  return /\bgzip\b(?!;q=0(\.0+)?\b)/.test(list) ? 'gzip' : null;
}

/** Bytes packed for one answer; brotli at a middle grade, since it is done while someone waits. */
export async function pack(bytes: Uint8Array, encoding: 'br' | 'gzip', quality = 5): Promise<Uint8Array> {
  return encoding === 'br' ? brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }) : zip(bytes);
}

/**
 * The built pages below `root`. Files under assets/ have a hash in their name and may be kept for a year; pages are asked for
 * again each time and get the nonce of the answer. An address without file is a page of the console (or of /field).
 */
export class StaticFiles {
  readonly #root: string;
  readonly #kept = new Map<string, Kept>();

  constructor(root: string) {
    this.#root = resolve(root);
  }

  /** The answer for a path, or null when there is neither file nor page. */
  async answer(path: string, request: Request, nonce: string): Promise<Response | null> {
    const found =
      (await this.#load(path)) ??
      (extname(path) === '' ? await this.#load(/^\/field(\/|$)/.test(path) ? '/field.html' : '/index.html') : null);
    if (!found) return null;
    const { file, kept } = found;
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const headers: Record<string, string> = { 'content-type': type, vary: 'accept-encoding' };
    headers['cache-control'] = /^[/\\]assets[/\\]/.test(file.slice(this.#root.length))
      ? 'public, max-age=31536000, immutable'
      : 'no-cache';
    const encoding =
      PACKABLE.has(extname(file)) && kept.plain.length > 1024 ? encodingOf(request.headers.get('accept-encoding')) : null;
    let body = kept.plain;
    if (extname(file) === '.html') {
      body = Buffer.from(Buffer.from(kept.plain).toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce));
      if (encoding) body = await pack(body, encoding);
    } else if (encoding) {
      const packed = kept.packed.get(encoding) ?? (await pack(kept.plain, encoding, 9));
      kept.packed.set(encoding, packed);
      body = packed;
    }
    if (encoding) headers['content-encoding'] = encoding;
    return new Response(body as Uint8Array<ArrayBuffer>, { headers });
  }

  async #load(path: string): Promise<{ file: string; kept: Kept } | null> {
    let decoded: string;
    try {
      decoded = decodeURIComponent(path);
    } catch {
      return null;
    }
    if (decoded.includes('\0') || decoded === '/' || decoded.endsWith('/')) return null;
    const file = join(this.#root, decoded);
    if (!file.startsWith(this.#root + sep)) return null;
    const kept = this.#kept.get(file);
    if (kept) return { file, kept };
    try {
      // A link in the folder must not lead out of it.
      if (!(await realpath(file)).startsWith((await realpath(this.#root)) + sep)) return null;
      const fresh: Kept = { plain: await readFile(file), packed: new Map() };
      this.#kept.set(file, fresh);
      return { file, kept: fresh };
    } catch {
      return null;
    }
  }
}
