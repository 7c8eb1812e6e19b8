import { inflateSync } from 'node:zlib';

/** What a page shows, as a reader that copies it sees it. */
export interface ShownText {
  /** Lines as they stand on the paper, from left to right: right-to-left text is turned round. */
  readonly lines: readonly string[];
  /** Codes without a text, and codes of the "no glyph" box; none in a good document. */
  readonly unknown: number;
}

/** Reads the texts of a document that one of our printers made: no other kind of PDF is understood. */
export function readPdf(pdf: Buffer): ShownText {
  const objects = objectsOf(pdf);
  const maps = new Map<string, Map<string, string>>();
  for (const [id, { head }] of objects) {
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(head)?.[1];
    if (unicode) maps.set(id, characterMap(objects.get(unicode)?.stream.toString('latin1') ?? ''));
  }
  const names = new Map<string, string>();
  for (const { head } of objects.values()) {
    for (const [, name = '', id = ''] of head.matchAll(/\/(T\d+) (\d+) 0 R/g)) names.set(name, id);
  }
  const lines: string[] = [];
  let unknown = 0;
  for (const { stream } of objects.values()) {
    for (const [, block = ''] of stream.toString('latin1').matchAll(/^BT$([\s\S]*?)^ET$/gm)) {
      let line = '';
      for (const [, font = '', codes = ''] of block.matchAll(/\/(T\d+) [\d.]+ Tf\s+\[(.*)\] TJ/g)) {
        const map = maps.get(names.get(font) ?? '');
        for (const [code] of codes.replace(/<([0-9a-f]*)>|[^<]/g, '$1').matchAll(/.{4}/g)) {
          const text = code === '0000' ? undefined : map?.get(code);
          if (text === undefined) unknown += 1;
          line += text ?? '';
        }
      }
      lines.push(line);
    }
  }
  return { lines, unknown };
}

/** `Bob` -> `boB`, character by character: how right-to-left text stands, read from left to right. */
export function turnedRound(text: string): string {
  return [...text].reverse().join('');
}

function objectsOf(pdf: Buffer): Map<string, { readonly head: string; readonly stream: Buffer }> {
  const found = new Map<string, { head: string; stream: Buffer }>();
  const text = pdf.toString('latin1');
  for (const match of text.matchAll(/^(\d+) 0 obj\n/gm)) {
    const from = match.index + match[0].length;
    const end = text.indexOf('\nendobj', from);
    const at = text.indexOf('\nstream\n', from);
    const hasStream = at !== -1 && at < end;
    const head = text.slice(from, hasStream ? at : end);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const raw = hasStream ? pdf.subarray(at + 8, at + 8 + length) : Buffer.alloc(0);
    const stream = /\/FlateDecode/.test(head) && hasStream ? inflateSync(raw) : raw;
    found.set(match[1] ?? '', { head, stream });
  }
  return found;
}

function characterMap(cmap: string): Map<string, string> {
  const map = new Map<string, string>();
  for (const [, code = '', hex = ''] of cmap.matchAll(/^<([0-9a-f]{4})> <([0-9a-f]*)>$/gm)) {
    map.set(code, Buffer.from(hex, 'hex').swap16().toString('utf16le'));
  }
  return map;
}
