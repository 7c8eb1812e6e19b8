import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { Unfit } from '../unfit.js';

const MB = 1_048_576;

/** A file as the catalogue takes it. */
export interface ListFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads a price list from this machine. A file that is too large is refused before it is read.
 * @param maxMb of 1,048,576 bytes
 * @throws Unfit with one sentence
 */
export async function readListFile(folder: string, file: string, maxMb: number): Promise<ListFile> {
  const path = resolve(folder, file);
  const found = await orRefuse(file, () => stat(path));
  assertFile(file, found);
  if (found.size > maxMb * MB) {
    // Rounded up: what is a little too large must not look as if it were not.
    const size = (Math.ceil((found.size * 10) / MB) / 10).toFixed(1);
    throw new Unfit(`${file} is too large: it has ${size} MB, at most ${maxMb} are taken (IMPORT_MAX_FILE_MB).`);
  }
  const bytes = await orRefuse(file, () => readFile(path));
  return { name: listName(basename(path)), bytes };
}

function assertFile(file: string, found: Stats): void {
  if (found.isDirectory()) throw new Unfit(`${file} is a folder: name the price list itself.`);
  if (!found.isFile()) throw new Unfit(`${file} is no file that can be kept: save the price list, and name it.`);
}

/** What no column keeps and no page shows is left out, as in an upload. */
function listName(name: string): string {
  return name.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, '').slice(0, 200);
}

async function orRefuse<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new Unfit(`There is no file ${file}.`);
    if (code === 'EACCES' || code === 'EPERM') throw new Unfit(`${file} may not be read by who runs this command.`);
    throw new Unfit(`${file} cannot be read (${code}).`);
  }
}
