// What somebody has typed and the clinic does not have yet: it survives a reload. Kept on this device, under its person's id,
// until it is sent, thrown away, or the person signs out.
import type { Attachment } from '../api.js';

/** A message that has not been acknowledged. The same id goes with each attempt, so that it is stored once. */
export interface Unsent {
  readonly client_message_id: string;
  readonly message: string;
  /** Files that the clinic has already. */
  readonly attachments: readonly Attachment[];
  /** When it was written. */
  readonly at: string;
  /** Why it was refused for good; it is not tried again by itself. */
  readonly refused?: string;
}

interface Kept {
  readonly draft: string;
  /** Of the draft; the clinic has them. */
  readonly files: readonly Attachment[];
  readonly unsent: readonly Unsent[];
}

const NOTHING: Kept = { draft: '', files: [], unsent: [] };

/** The words of one person in one room. */
export class KeptWords {
  private readonly key: string;

  constructor(userId: string, roomId: string) {
    this.key = `words:${userId}:${roomId}`;
  }

  read(): Kept {
    const text = localStorage.getItem(this.key);
    return text === null ? NOTHING : (JSON.parse(text) as Kept);
  }

  keepDraft(draft: string): void {
    this.write({ ...this.read(), draft });
  }

  keepFiles(files: readonly Attachment[]): void {
    this.write({ ...this.read(), files });
  }

  keepUnsent(unsent: readonly Unsent[]): void {
    this.write({ ...this.read(), unsent });
  }

  private write(kept: Kept): void {
    if (kept.draft === '' && kept.files.length + kept.unsent.length === 0) localStorage.removeItem(this.key);
    else localStorage.setItem(this.key, JSON.stringify(kept));
  }
}
