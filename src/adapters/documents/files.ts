import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { assertName, type DocumentStore } from './port.js';

/** Documents as files of a directory that only the product's user reads: for one machine, whose backup includes it. */
export function fileStore(directory: string): DocumentStore {
  // A directory with a million entries is slow to list: 256 with some thousands each are not. A name may bring folders of its own.
  const folderOf = (name: string) => join(directory, name.includes('/') ? dirname(name) : name.slice(0, 2));
  const pathOf = (name: string) => {
    assertName(name);
    return join(folderOf(name), basename(name));
  };
  return {
    async put(name, bytes) {
      const path = pathOf(name);
      await mkdir(folderOf(name), { recursive: true, mode: 0o700 });
      // Whole or not at all: a process that dies while writing leaves a file that nobody asks for.
      const begun = `${path}.${randomUUID()}`;
      const file = await open(begun, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(begun, path);
    },
    async get(name) {
      try {
        return await readFile(pathOf(name));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    async delete(name) {
      await rm(pathOf(name), { force: true });
    },
  };
}
