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
  const unknown: string[] = [];
  const show = shownBy(objects, (code) => unknown.push(code));
  const lines: string[] = [];
  for (const { stream } of objects.values()) {
    for (const [, block = ''] of stream.toString('latin1').matchAll(/^BT$([\s\S]*?)^ET$/gm)) lines.push(show(block));
  }
  return { lines, unknown: unknown.length };
}

type Objects = ReturnType<typeof objectsOf>;

/** What shows the text of a line of a page's content. */
function shownBy(objects: Objects, onUnknown: (code: string) => void = () => undefined): (block: string) => string {
  const maps = new Map<string, Map<string, string>>();
  for (const [id, { head }] of objects) {
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(head)?.[1];
    if (unicode) maps.set(id, characterMap(objects.get(unicode)?.stream.toString('latin1') ?? ''));
  }
  const names = new Map<string, string>();
  for (const { head } of objects.values()) {
    for (const [, name = '', id = ''] of head.matchAll(/\/(T\d+) (\d+) 0 R/g)) names.set(name, id);
  }
  return (block) => {
    let line = '';
    for (const [, font = '', codes = ''] of block.matchAll(/\/(T\d+) [\d.]+ Tf\s+\[(.*)\] TJ/g)) {
      const map = maps.get(names.get(font) ?? '');
      for (const [code] of codes.replace(/<([0-9a-f]*)>|[^<]/g, '$1').matchAll(/.{4}/g)) {
        const text = code === '0000' ? undefined : map?.get(code);
        if (text === undefined) onUnknown(code);
        line += text ?? '';
      }
    }
    return line;
  };
}

/** A page of a tagged document. */
interface MarkedPage {
  /** By the number of its mark. */
  readonly pieces: ReadonlyMap<number, string>;
  /** What stands on it and is not read out. */
  readonly decoration: readonly string[];
  /** What is drawn and belongs to neither: nothing in a good document. */
  readonly unmarked: readonly string[];
}

/** A document as somebody hears it who has it read out. */
export interface TaggedText {
  /** In reading order; for a figure its alternative text. */
  readonly elements: readonly { readonly type: string; readonly text: string }[];
  readonly pages: readonly Pick<MarkedPage, 'decoration' | 'unmarked'>[];
}

/** Reads a tagged document that one of our printers made, by its structure. */
export function readTagged(pdf: Buffer): TaggedText {
  const objects = objectsOf(pdf);
  const show = shownBy(objects);
  const kids = /\/Kids \[(.*?)\]/.exec(
    [...objects.values()].find(({ head }) => /\/Type \/Pages\b/.test(head))?.head ?? '',
  );
  const pages = new Map<string, MarkedPage>();
  for (const [, id = ''] of (kids?.[1] ?? '').matchAll(/(\d+) 0 R/g)) {
    const contents = /\/Contents (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1] ?? '';
    pages.set(id, markedPage(objects.get(contents)?.stream.toString('latin1') ?? '', show));
  }
  const root = /\/StructTreeRoot (\d+) 0 R/.exec(pdf.toString('latin1'))?.[1] ?? '';
  const elements: { type: string; text: string }[] = [];
  const visit = (id: string): void => {
    const { head = '' } = objects.get(id) ?? {};
    const type = /\/S \/(\w+)/.exec(head)?.[1] ?? '';
    const alt = /\/Alt \((.*?)\)\n/.exec(head)?.[1];
    const page = pages.get(/\]\n\/Pg (\d+) 0 R/.exec(head)?.[1] ?? '');
    let text = alt ?? '';
    const marks = /\/K \[([\s\S]*)\]/.exec(head)?.[1] ?? '';
    for (const kid of marks.matchAll(/<<([\s\S]*?)>>|(\d+) 0 R|(\d+)/g)) {
      const [, elsewhere, element, mark] = kid;
      if (element !== undefined) visit(element);
      else if (alt === undefined && mark !== undefined) text += page?.pieces.get(Number(mark)) ?? '';
      else if (alt === undefined && elsewhere !== undefined) {
        const other = pages.get(/\/Pg (\d+) 0 R/.exec(elsewhere)?.[1] ?? '');
        text += other?.pieces.get(Number(/\/MCID (\d+)/.exec(elsewhere)?.[1])) ?? '';
      }
    }
    if (type !== '' && text !== '') elements.push({ type, text });
  };
  visit(root);
  return { elements, pages: [...pages.values()] };
}

function markedPage(content: string, show: (block: string) => string): MarkedPage {
  const page = { pieces: new Map<number, string>(), decoration: [] as string[], unmarked: [] as string[] };
  let mark: number | 'decoration' | null = null;
  const token = /\/(\w+) <<\s*\/MCID (\d+)\s*>> BDC|\/Artifact B(?:MC|DC)|^EMC$|^BT$([\s\S]*?)^ET$|^(?:re|f|S)$| re$/gm;
  for (const [found, , mcid, block] of content.matchAll(token)) {
    if (mcid !== undefined) mark = Number(mcid);
    else if (found.startsWith('/Artifact')) mark = 'decoration';
    else if (found === 'EMC') mark = null;
    else {
      const text = block === undefined ? '' : show(block);
      if (mark === null) page.unmarked.push(text || found);
      else if (mark === 'decoration') text && page.decoration.push(text);
      else page.pieces.set(mark, (page.pieces.get(mark) ?? '') + text);
    }
  }
  return page;
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
