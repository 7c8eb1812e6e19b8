import { streamOf } from './pdf-streams.js';

/** The files that go with a document of ours, by their names. */
export function embeddedFiles(pdf: Buffer): ReadonlyMap<string, Buffer> {
  const specifications = pdf.toString('latin1').matchAll(/\/EF <<\n\/F (\d+) 0 R\n>>\n\/UF \((.*?)\)/g);
  return new Map([...specifications].map(([, id = '', name = '']) => [name, streamOf(pdf, id)]));
}
