/** What a handler returns: the data and what belongs into the head of the answer. */
export interface Reply<T> {
  readonly status: number;
  readonly data: T;
  readonly headers: Readonly<Record<string, string>>;
}

/** 200 with data; `version` becomes the ETag. */
export function ok<T>(data: T, options: { version?: number } = {}): Reply<T> {
  return { status: 200, data, headers: options.version === undefined ? {} : { etag: etagOf(options.version) } };
}

/** 201 of an idempotent write: the receipt and where the new thing is. */
export function created(id: string, location: `/api/${string}`): Reply<{ id: string; location: string }> {
  return { status: 201, data: { id, location }, headers: { location } };
}

/** 200 of an idempotent write that changed a thing which is already there. */
export function changed(id: string, location: `/api/${string}`): Reply<{ id: string; location: string }> {
  return { status: 200, data: { id, location }, headers: { location } };
}

/** 204. */
export function empty(): Reply<undefined> {
  return { status: 204, data: undefined, headers: {} };
}

/** A file to be saved under `name`; `inline` opens it in the browser (calendars, print pages). */
export function file<T extends Uint8Array | ReadableStream<Uint8Array>>(
  bytes: T,
  type: string,
  name: string,
  options: { inline?: boolean } = {},
): Reply<T> {
  const disposition = `${options.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`;
  return {
    status: 200,
    data: bytes,
    headers: { 'content-type': type, 'content-disposition': disposition, 'cache-control': 'no-store' },
  };
}

/**
 * Pieces of a file as a stream that is read as fast as the caller takes it. A caller that goes away ends the reading; a failure after
 * the first piece breaks the connection, so that half a file is never taken for a whole one, and is told to `failed`.
 */
export function streamOf(
  pieces: AsyncGenerator<Uint8Array | string>,
  failed: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
      } catch (error) {
        failed(error);
        controller.error(error);
      }
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

/** The ETag of a version number. */
export function etagOf(version: number): string {
  return `"v${version}"`;
}

/** The version in an If-Match header; undefined when it is none of ours. */
export function versionOf(ifMatch: string | undefined): number | undefined {
  const match = /^(?:W\/)?"v(\d+)"$/.exec(ifMatch ?? '');
  return match ? Number(match[1]) : undefined;
}
