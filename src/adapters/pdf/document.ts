import type { TextLayout } from './fonts/text-layout.js';
import { TextWriter } from './fonts/text-writer.js';
import { COLOUR, LEFT, PAGE, RIGHT, Sheet, WIDTH } from './sheet.js';

const FOOTER = PAGE.height - PAGE.margin - 22;

/** What a reader shows of a document beside its pages. */
export interface DocumentFacts {
  readonly title: string;
  readonly author: string;
  /** The library's own clock would make every copy another file. */
  readonly createdAt: Date;
}

/** A document that is being printed. */
export interface OpenDocument {
  readonly sheet: Sheet;
  /** Ends it; returns the file. */
  end(): Promise<Buffer>;
}

/** For documents that are kept and read out: PDF/A-3a, whose writer tags all that it draws. */
export const ARCHIVED = { subset: 'PDF/A-3a', pdfVersion: '1.7', tagged: true } as const;

/** Begins a document of A4. The same facts and texts give the same bytes. */
export async function openDocument(
  layout: TextLayout,
  facts: DocumentFacts,
  options: PDFKit.PDFDocumentOptions = {},
): Promise<OpenDocument> {
  // Loaded with the first document: it takes a quarter of the time in which a process starts.
  const { default: PdfDocument } = await import('pdfkit');
  const doc = new PdfDocument({
    size: PAGE.size,
    margin: PAGE.margin,
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    // None of the library's own fonts is used: nothing has to be read for them.
    font: '',
    info: { Title: facts.title, Author: facts.author, CreationDate: facts.createdAt },
    ...options,
  });
  const written = collect(doc);
  const writer = new TextWriter(doc);
  return {
    sheet: new Sheet(doc, layout, writer),
    end() {
      writer.finish();
      doc.end();
      return written;
    },
  };
}

function collect(doc: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

/** On every page: what this is; and which page, where there are several or somebody has to see that there is one. */
export function footers(sheet: Sheet, text: string, { numbersOnlyPage = false, y = FOOTER } = {}): void {
  const { doc } = sheet;
  const { count } = doc.bufferedPageRange();
  const small = { size: 8, colour: COLOUR.muted } as const;
  for (let page = 0; page < count; page += 1) {
    // Below its own margin the library would begin another page.
    doc.switchToPage(page).margins.bottom = 0;
    const pages = count > 1 || numbersOnlyPage ? `Page ${page + 1} of ${count}` : '';
    sheet.rule(y - 8);
    sheet.row(
      [
        { ...small, text, x: LEFT, width: WIDTH - 80 },
        { ...small, text: pages, x: RIGHT - 80, width: 80, align: 'right' },
      ],
      y,
    );
  }
}
