import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DomainError } from '../../domain/errors.js';
import type { DocumentMaker, DocumentOrder, MadeDocument } from './port.js';

/** What a thread is told when it begins. */
export interface ThreadSettings {
  /** An RFC 3161 server; null: signatures have no time stamp. */
  readonly timestampUrl: string | null;
}

/** What comes back for an order. */
export type ThreadAnswer =
  | { readonly made: { readonly bytes: Uint8Array; readonly sha256: string } }
  | { readonly refused: Pick<DomainError, 'code' | 'message' | 'details'> }
  | { readonly failed: string };

export interface ThreadedMakerOptions extends ThreadSettings {
  /** How many threads there are at most: one where nothing is said. Each takes up to 80 MB, is begun when the others are busy, and kept. */
  readonly threads?: number;
  /** How long one document may take. */
  readonly limitMs?: number;
  /** What a thread runs, for tests. */
  readonly module?: string;
}

/** An order that somebody waits for. */
interface Job {
  readonly order: DocumentOrder;
  readonly resolve: (made: MadeDocument) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | null;
  hasAnswered: boolean;
  late?: NodeJS.Timeout;
  /** What it ended of, where it says so. */
  failure?: Error & { readonly code?: string };
}

const THREADS = 1;
const LIMIT_MS = 30_000;
/** A thread loads its packages and fonts with its first order: half a second, and many of them on a machine that is overloaded. */
const START_MS = 60_000;
/** What a document leaves behind is collected early: a thread would otherwise grow by 60 MB before it looks. */
const LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 };

/** Built it is JavaScript beside this file; a process that runs from the sources, as tests do, has tsx to load TypeScript. */
const EXTENSION = extname(new URL(import.meta.url).pathname);
const MODULE = new URL(`./thread${EXTENSION}`, import.meta.url).href;
const START = 'import(require("node:worker_threads").workerData.module)';
const START_FROM_SOURCE = `import('tsx/esm/api').then(({ register }) => { register(); return ${START}; })`;

/**
 * Makes documents in threads: drawing and signing take 10 ms of a processor, in which the process would answer nobody. A thread that
 * ends, whatever the reason, fails the one order that it works on; the next order begins another thread.
 */
export class ThreadedMaker implements DocumentMaker {
  private readonly waiting: Job[] = [];
  private readonly threads = new Set<Thread>();
  private isClosed = false;

  constructor(private readonly options: ThreadedMakerOptions) {}

  make(order: DocumentOrder): Promise<MadeDocument> {
    if (this.isClosed) return Promise.reject(new Error('documents are not made any more'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ order, resolve, reject });
      this.next();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { reject } of this.waiting.splice(0)) reject(new Error('documents are not made any more'));
    await Promise.all([...this.threads].map(({ worker }) => worker.terminate()));
  }

  /** Gives waiting orders to threads that have none. */
  private next(): void {
    for (;;) {
      const free = [...this.threads].find(({ job }) => job === null);
      const mayBegin = this.threads.size < (this.options.threads ?? THREADS) && !this.isClosed;
      if (this.waiting.length === 0 || (!free && !mayBegin)) return;
      const job = this.waiting.shift();
      if (job) this.run(free ?? this.begin(), job);
    }
  }

  private run(thread: Thread, job: Job): void {
    thread.job = job;
    const limitMs = (this.options.limitMs ?? LIMIT_MS) + (thread.hasAnswered ? 0 : START_MS);
    thread.late = setTimeout(() => void thread.worker.terminate(), limitMs);
    // Whoever waits for a document keeps the process; a thread that rests does not.
    thread.worker.ref();
    thread.worker.postMessage(job.order);
  }

  private begin(): Thread {
    const { module = MODULE, timestampUrl } = this.options;
    const worker = new Worker(EXTENSION === '.ts' ? START_FROM_SOURCE : START, {
      eval: true,
      execArgv: [],
      workerData: { module, timestampUrl },
      resourceLimits: LIMITS,
    });
    const thread: Thread = { worker, job: null, hasAnswered: false };
    worker.on('message', (answer: ThreadAnswer) => {
      const job = this.released(thread);
      thread.hasAnswered = true;
      worker.unref();
      if (job) finish(job, answer);
      this.next();
    });
    // It ends after an error: the order fails then.
    worker.once('error', (error) => {
      thread.failure = error;
    });
    worker.once('exit', () => {
      this.threads.delete(thread);
      const { code = 'no reason given' } = thread.failure ?? {};
      this.released(thread)?.reject(new Error(`the thread that made the document has ended (${code})`));
      this.next();
    });
    this.threads.add(thread);
    return thread;
  }

  private released(thread: Thread): Job | null {
    const { job } = thread;
    clearTimeout(thread.late);
    thread.job = null;
    return job;
  }
}

function finish({ resolve, reject }: Job, answer: ThreadAnswer): void {
  if ('made' in answer) {
    const { buffer, byteOffset, byteLength } = answer.made.bytes;
    resolve({ bytes: Buffer.from(buffer, byteOffset, byteLength), sha256: answer.made.sha256 });
  } else if ('refused' in answer) {
    reject(new DomainError(answer.refused.code, answer.refused.message, answer.refused.details));
  } else {
    reject(new Error(answer.failed));
  }
}
