import { PDF } from '@libpdf/core';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { MOST_PAGES, MOST_PIXELS, type UploadType } from '../../domain/documents/uploads.js';
import { DomainError } from '../../domain/errors.js';
import type { UploadCleaner } from './port.js';

const QUALITY = 90;
const FORMATS = { 'image/jpeg': 'jpeg', 'image/png': 'png', 'image/webp': 'webp' } as const;

/**
 * Decodes pictures and writes them anew, turned as their camera was held, without place, device or whatever stands behind their
 * end; copies the pages of a PDF into a new one, without author, scripts, attached files and actions.
 */
export const uploadCleaner: UploadCleaner = {
  async typeOf(bytes) {
    return (await fileTypeFromBuffer(bytes))?.mime;
  },
  async clean(bytes, type) {
    return { type, bytes: await (type === 'application/pdf' ? cleanPdf(bytes) : cleanImage(bytes, type)) };
  },
};

async function cleanImage(bytes: Uint8Array, type: Exclude<UploadType, 'application/pdf'>): Promise<Uint8Array> {
  try {
    const image = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 });
    return await image.rotate().toFormat(FORMATS[type], { quality: QUALITY }).toBuffer();
  } catch (error) {
    const isLarge = error instanceof Error && /pixel limit/i.test(error.message);
    throw rejected(isLarge ? 'This picture has too many pixels.' : 'This picture cannot be read.', error);
  }
}

async function cleanPdf(bytes: Uint8Array): Promise<Uint8Array> {
  const document = await PDF.load(bytes).catch((error: unknown) => Promise.reject(unreadable(error)));
  if (document.isEncrypted) throw rejected('This PDF is locked: please save it without a password.', null);
  const pages = document.getPageCount();
  if (pages === 0) throw unreadable(null);
  if (pages > MOST_PAGES) throw rejected(`This PDF has more than ${MOST_PAGES} pages.`, null);
  try {
    // What was filled in or noted becomes part of the page, before the fields and notes go.
    document.flattenAll();
    for (const page of document.getPages()) for (const hidden of HIDDEN) page.dict.delete(hidden);
    const copy = await document.extractPages(Array.from({ length: pages }, (_, at) => at));
    return await copy.save();
  } catch (error) {
    throw unreadable(error);
  }
}

/** What a page carries beside what it shows: links and their actions, actions of its own, metadata, private data of programs. */
const HIDDEN = ['Annots', 'AA', 'Metadata', 'PieceInfo'] as const;

function unreadable(cause: unknown): DomainError {
  return rejected('This PDF cannot be read.', cause);
}

function rejected(sentence: string, cause: unknown): DomainError {
  const error = new DomainError('upload_rejected', sentence);
  error.cause = cause;
  return error;
}
