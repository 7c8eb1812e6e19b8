// Files on their way into a room. Each goes under a key of its own, which it keeps when it has to be sent again: it is stored once.
// What is stored stays with the draft, also over a reload, until its message is sent.
import { signal } from '@preact/signals';
import { type Attachment, newId, Refusal } from '../api.js';
import { upload } from '../uploading.js';
import type { KeptWords } from './kept-words.js';

const AGAIN_MS = 2_000;
/** Of one message. */
const MOST = 10;
/** What the clinic takes, for the browser's choice of files; the clinic looks at their content. */
export const TAKEN = 'image/jpeg,image/png,image/webp,application/pdf';

export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  /** Null after a reload, when only the clinic has it. */
  readonly file: File | null;
  /** How much has been sent: 0 to 1. */
  readonly done: number;
  readonly stored?: Attachment;
  /** Why it was refused for good. */
  readonly refused?: string;
}

export class Uploads {
  readonly all = signal<readonly Upload[]>([]);

  constructor(
    private readonly roomId: string,
    private readonly words: KeptWords,
  ) {
    const ofStored = (stored: Attachment): Upload => {
      const { id: key, filename: name, size } = stored;
      return { key, name, size, file: null, done: 1, stored };
    };
    this.all.value = words.read().files.map(ofStored);
  }

  /** Whether nothing is still on its way. */
  get areDone(): boolean {
    return this.all.value.every(({ stored, refused }) => stored ?? refused);
  }

  get stored(): readonly Attachment[] {
    return this.all.value.flatMap(({ stored }) => stored ?? []);
  }

  add(files: Iterable<File>): void {
    const room = MOST - this.all.value.filter(({ refused }) => !refused).length;
    const added = [...files].map((file, index): Upload => {
      const upload = { key: newId(), name: file.name, size: file.size, file, done: 0 };
      return index < room ? upload : { ...upload, refused: `A message has at most ${MOST} files.` };
    });
    this.all.value = [...this.all.value, ...added];
    for (const upload of added) if (!upload.refused) void this.send(upload);
  }

  drop(key: string): void {
    this.set(this.all.value.filter((one) => one.key !== key));
  }

  /** Gives those that are stored to a message. */
  take(): readonly Attachment[] {
    const taken = this.stored;
    this.set(this.all.value.filter(({ stored }) => !stored));
    return taken;
  }

  private async send({ key, file }: Upload): Promise<void> {
    while (file && this.all.value.some((one) => one.key === key)) {
      try {
        const done = (part: number) => this.note(key, { done: part });
        const path = `/api/v1/chat/${this.roomId}/attachments/`;
        return this.note(key, { stored: await upload<Attachment>(path, { key, file, done }) });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        // Too many wait for a message of theirs: that does not pass by itself.
        const isFull = error.more.limit_type === 'chat_uploads';
        if (isFull || !error.isPassing) return this.note(key, { refused: error.message });
        this.note(key, { done: 0 });
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  private note(key: string, change: Partial<Upload>): void {
    this.set(this.all.value.map((one) => (one.key === key ? { ...one, ...change } : one)));
  }

  private set(all: readonly Upload[]): void {
    this.all.value = all;
    this.words.keepFiles(this.stored);
  }
}
