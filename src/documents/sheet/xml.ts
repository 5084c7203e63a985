const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text of XML with entities and the `_x000D_` escapes of OOXML resolved. */
export function decodeXml(text: string): string {
  const plain = text.includes('&')
    ? text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
        if (name[0] !== '#') return ENTITIES[name] ?? whole;
        const code = name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
        return code <= 0x10ffff ? String.fromCodePoint(code) : '';
      })
    : text;
  return plain.includes('_x')
    ? plain.replace(/_x([\dA-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : plain;
}

/** The value of an attribute in the text of a start tag, or undefined. */
export function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  const value = match?.[1] ?? match?.[2];
  return value === undefined ? undefined : decodeXml(value);
}

/**
 * Cuts a stream of XML text into whole elements of one name and hands each on, attributes and content apart; whatever stands between is dropped.
 * Prefixes (`x:row`) are accepted. Memory: one element.
 * @param limit characters an element may have before the file is refused with an exception
 */
export function elementCutter(
  name: string,
  take: (attributes: string, content: string) => void,
  limit = 64 * 1024 * 1024,
): (text: string) => void {
  const open = new RegExp(`<(?:\\w+:)?${name}(\\s[^>]*?)?(/?)>`, 'g');
  const close = new RegExp(`</(?:\\w+:)?${name}\\s*>`, 'g');
  let rest = '';
  return (text) => {
    rest += text;
    let at = 0;
    for (;;) {
      open.lastIndex = at;
      const start = open.exec(rest);
      if (!start) {
        const tail = rest.lastIndexOf('<');
        at = tail >= at ? tail : rest.length;
        break;
      }
      if (start[2] === '/') {
        take(start[1] ?? '', '');
        at = open.lastIndex;
        continue;
      }
      close.lastIndex = open.lastIndex;
      const end = close.exec(rest);
      if (!end) {
        at = start.index;
        break;
      }
      take(start[1] ?? '', rest.slice(open.lastIndex, end.index));
      at = close.lastIndex;
    }
    rest = rest.slice(at);
    if (rest.length > limit) throw new RangeError(`element ${name} longer than ${limit} characters`);
  };
}
