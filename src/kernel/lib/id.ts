/** A string that names one kind of thing; the brand exists for the compiler only. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };

const HEX = '0123456789abcdef';

/**
 * A version 7 UUID (RFC 9562): 48 bits of `millis` since 1970, the rest from `random`.
 * @param millis milliseconds since the epoch, taken by the caller
 * @param random 10 random bytes, drawn by the caller
 */
export function uuidV7(millis: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let rest = millis;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  let text = '';
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += HEX[bytes[i]! >> 4]! + HEX[bytes[i]! & 15]!;
  }
  return text;
}
