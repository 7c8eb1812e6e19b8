import { inflateSync } from 'node:zlib';

/** What stands in a stream of a document of ours. */
export function streamOf(pdf: Buffer, id: string): Buffer {
  const text = pdf.toString('latin1');
  const from = text.indexOf(`\n${id} 0 obj\n`);
  const stream = text.indexOf('\nstream\n', from) + '\nstream\n'.length;
  const [, length] = /\/Length (\d+)/.exec(text.slice(from, stream)) ?? [];
  return inflateSync(pdf.subarray(stream, stream + Number(length)));
}

/** What is drawn on each page. */
export function pageContents(pdf: Buffer): readonly string[] {
  const pages = pdf.toString('latin1').matchAll(/\/Contents (\d+) 0 R/g);
  return [...pages].map(([, id = '']) => streamOf(pdf, id).toString('latin1'));
}
