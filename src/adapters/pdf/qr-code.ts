import { create } from 'qrcode';

/** Modules of white around the code, without which readers do not find it (ISO/IEC 18004). */
const QUIET = 4;

/** Draws a QR code of this size (points, with the white around it) as one path: sharp in print, and 2 kB. */
export function drawQrCode(doc: PDFKit.PDFDocument, text: string, { x, y, size }: Square): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const step = size / (modules.size + 2 * QUIET);
  doc.rect(x, y, size, size).fillColor('#ffffff').fill();
  for (let row = 0; row < modules.size; row += 1) {
    for (const [from, length] of darkRuns(modules.data.subarray(row * modules.size, (row + 1) * modules.size))) {
      doc.rect(x + (QUIET + from) * step, y + (QUIET + row) * step, length * step, step);
    }
  }
  doc.fillColor('#000000').fill();
}

/** Where it stands: its upper left corner and the length of a side, in points. */
export interface Square {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** Dark modules that stand side by side in a row: the first one, and how many. */
function darkRuns(row: Uint8Array): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  row.forEach((module, at) => {
    const last = runs.at(-1);
    if (!module) return;
    if (last && last[0] + last[1] === at) last[1] += 1;
    else runs.push([at, 1]);
  });
  return runs;
}
