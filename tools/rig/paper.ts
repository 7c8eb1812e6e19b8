import { PDF } from '@libpdf/core';

/** The verification code of a prescription, read off its document as a pharmacist reads it; null when none stands on it. */
export async function codeOn(document: Uint8Array): Promise<string | null> {
  const pages = (await PDF.load(document)).getPages();
  const text = pages.map((page) => page.extractText().text).join('\n');
  return /\b[0-9A-Z]{5}-[0-9A-Z]{5}\b/.exec(text)?.[0] ?? null;
}
