import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

interface Waiting {
  readonly line: string;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Reads the whole lines of a journal. A last line without its end was being written when the process died:
 * no caller was answered that it happened, so it is dropped.
 */
export async function readJournal(path: string): Promise<unknown[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  const lines = text.split('\n');
  lines.pop();
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      throw new Error(`the sandbox journal is damaged in line ${index + 1}; remove it to start afresh`);
    }
  });
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } catch {
    // Some file systems cannot sync a directory; the rename is then as durable as they make it.
  } finally {
    await directory.close();
  }
}

/** Replaces a journal by a shorter one that says the same, in one step, and opens it for appending. */
export async function rewriteJournal(path: string, lines: Iterable<string>): Promise<Journal> {
  await mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  const file = await open(fresh, 'a');
  let batch = '';
  for (const line of lines) {
    batch += `${line}\n`;
    if (batch.length > 1_000_000) {
      await file.appendFile(batch);
      batch = '';
    }
  }
  await file.appendFile(batch);
  await file.sync();
  await rename(fresh, path);
  await syncDirectory(dirname(path));
  return new Journal(file);
}

/** An append-only file. A line that was appended is on the disk when its promise is kept. */
export class Journal {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  constructor(private readonly file: FileHandle) {}

  /** Appends one line; many that wait at the same time share one fsync. */
  append(line: string): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ line, done, failed });
      this.writing ??= this.write();
    });
  }

  /** Waits until everything appended so far is on the disk. */
  async settled(): Promise<void> {
    while (this.writing) await this.writing;
  }

  async close(): Promise<void> {
    await this.settled();
    await this.file.close();
  }

  private async write(): Promise<void> {
    // Let the requests of this turn join the batch before it is written.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.file.appendFile(batch.map((entry) => `${entry.line}\n`).join(''));
        await this.file.datasync();
        for (const entry of batch) entry.done();
      } catch (error) {
        for (const entry of batch) entry.failed(error);
      }
    }
    this.writing = undefined;
  }
}
