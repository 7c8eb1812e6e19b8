import jsqr from 'jsqr';
import { pageContents } from './pdf-streams.js';

/** Pixels for a point: a module of the code then has six. */
const SCALE = 3;

/** What the QR code of a document says, read from a picture of the rectangles that draw it; null when no reader finds one. */
export function readQrCode(pdf: Buffer): string | null {
  for (const content of pageContents(pdf)) {
    for (const [, marked = ''] of content.matchAll(/\/Figure <<[\s\S]*?BDC\n([\s\S]*?)\nEMC/g)) return decode(marked);
  }
  return null;
}

function decode(drawn: string): string | null {
  const [quiet, ...modules] = [...drawn.matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$/gm)].map((match) =>
    match.slice(1).map(Number),
  );
  const [left = 0, top = 0, side = 0] = quiet ?? [];
  const size = Math.round(side * SCALE);
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (const [x = 0, y = 0, width = 0, height = 0] of modules) {
    for (let row = Math.round((y - top) * SCALE); row < Math.round((y - top + height) * SCALE); row += 1) {
      for (let at = Math.round((x - left) * SCALE); at < Math.round((x - left + width) * SCALE); at += 1) {
        pixels.fill(0, (row * size + at) * 4, (row * size + at) * 4 + 3);
      }
    }
  }
  // The package is CommonJS, and its types describe an ES module.
  const read: unknown = jsqr;
  return (read as typeof jsqr.default)(pixels, size, size)?.data ?? null;
}
