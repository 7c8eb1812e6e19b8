import { after, afterEach, before, describe, it } from 'node:test';

/** What one of many cannot have by its nature; the proof shows that it really is so. */
export interface Lack<H> {
  readonly because: string;
  readonly proof: (harness: H) => unknown;
}

/** One of many that have to behave alike, behind what a case needs to act on it and to look at it. */
export interface Contender<H, Nature extends string> {
  readonly name: string;
  readonly lacks: Readonly<Partial<Record<Nature, Lack<H>>>>;
  open(): Promise<H>;
}

/** One behaviour, and what a contender must have for it to make sense. */
export interface Case<H, Nature extends string> {
  readonly name: string;
  readonly needs: readonly Nature[];
  readonly run: (harness: H) => Promise<void>;
}

export interface Closable {
  close(): Promise<void>;
  /** Ends whatever a case has stirred up. */
  calm(): Promise<void>;
}

/**
 * Runs every case against every contender. A case that one cannot have stands in its list under the reason, and is
 * answered by the proof of that reason: nothing is left out in silence.
 */
export function runContract<H extends Closable, Nature extends string>(
  title: string,
  contenders: readonly Contender<H, Nature>[],
  cases: readonly Case<H, Nature>[],
  { concurrency = false }: { readonly concurrency?: boolean } = {},
): void {
  for (const { name, lacks, open } of contenders) {
    describe(`${name}: ${title}`, { concurrency }, () => {
      let harness: H;
      // One proof answers for all the cases that it rules out.
      const proofs = new Map<Lack<H>, unknown>();
      const prove = (lack: Lack<H>) => {
        if (!proofs.has(lack)) proofs.set(lack, lack.proof(harness));
        return proofs.get(lack);
      };
      before(async () => {
        harness = await open();
      });
      after(() => harness?.close());
      if (!concurrency) afterEach(() => harness?.calm());
      for (const one of cases) {
        const lack = one.needs.map((need) => lacks[need]).find((found) => found !== undefined);
        if (lack) it(`not "${one.name}", because ${lack.because}`, async () => void (await prove(lack)));
        else it(one.name, () => one.run(harness));
      }
    });
  }
}
