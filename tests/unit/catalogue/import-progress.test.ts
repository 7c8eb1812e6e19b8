import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { rowsApplied, rowsStaged } from '../../../src/domain/catalogue/import-progress.js';
import { noteProgress } from '../../../src/usecases/catalogue/imports/note-progress.js';

const TOTAL = 1_000;
const STEPS = ['read', 'landed', 'compared'] as const;
const DONE = [0, 1, 333, 500, 999, 1_000];
const ONE = { id: 'one', state: 'reading' } as const;

describe('rows that are shown as done', () => {
  for (const mode of ['preview', 'apply'] as const) {
    it(`never become fewer until an import rests, mode ${mode}`, () => {
      const staged = STEPS.flatMap((step) => DONE.map((done) => rowsStaged(mode, step, { done, total: TOTAL })));
      const applied = DONE.map((done) => rowsApplied(mode, { done, total: TOTAL }));
      const ways = mode === 'apply' ? [[...staged, ...applied]] : [staged, applied];
      for (const way of ways) {
        assert.deepEqual(
          way,
          way.toSorted((one, other) => one - other),
        );
        assert.deepEqual([way[0], way.at(-1)], [0, TOTAL], 'from nothing to all');
      }
    });
  }

  it('count each step alike, and staging as two thirds where nobody waits for a person', () => {
    const half = { done: 500, total: TOTAL };
    assert.deepEqual(
      STEPS.map((step) => rowsStaged('preview', step, half)),
      [166, 500, 833],
    );
    assert.deepEqual(
      STEPS.map((step) => rowsStaged('apply', step, half)),
      [111, 333, 555],
    );
    assert.deepEqual([rowsApplied('preview', half), rowsApplied('apply', half)], [500, 833]);
  });

  it('are none of a list without rows', () => {
    const none = { done: 0, total: 0 };
    assert.deepEqual([rowsStaged('apply', 'landed', none), rowsApplied('apply', none)], [0, 0]);
  });
});

describe('the notes of how far a step is', () => {
  function noting() {
    const notes: { at: number; of: object; rows: number; settle: (error?: Error) => void }[] = [];
    const beats: unknown[] = [];
    let now = 10_000;
    const reportProgress = (of: object, { rowsProcessed }: { rowsProcessed: number }, at: Date) =>
      new Promise<void>((resolve, reject) => {
        const settle = (error?: Error) => (error ? reject(error) : resolve());
        notes.push({ at: at.getTime(), of, rows: rowsProcessed, settle });
      });
    const unitOfWork = {
      withScope: (actor: unknown, work: (scope: object) => Promise<unknown>) => {
        assert.equal(actor, SYSTEM);
        return work({ supplierImports: { reportProgress } });
      },
    };
    const deps = { unitOfWork, now: () => new Date(now) } as unknown as Parameters<typeof noteProgress>[0];
    const note = noteProgress(deps, ONE, (progress) => beats.push(progress));
    const after = (ms: number, rows: number) => {
      now += ms;
      note({ rowsProcessed: rows, rowsTotal: TOTAL });
    };
    return { notes, beats, after };
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('begin at once, and come twice a second at most, in the row and in the heartbeat', async () => {
    const { notes, beats, after } = noting();
    after(0, 1);
    notes[0]?.settle();
    await settled();
    for (const ms of [200, 299, 1, 499, 1]) {
      after(ms, ms);
      notes.at(-1)?.settle();
      await settled();
    }
    assert.deepEqual(
      notes.map(({ at, of }) => [at, of]),
      [
        [10_000, ONE],
        [10_500, ONE],
        [11_000, ONE],
      ],
    );
    assert.deepEqual(beats[0], { rowsProcessed: 1, rowsTotal: TOTAL });
    assert.equal(beats.length, 3);
  });

  it('come one after another: none overtakes one that takes long', async () => {
    const { notes, after } = noting();
    after(0, 1);
    after(2_000, 2);
    assert.equal(notes.length, 1);
    notes[0]?.settle();
    await settled();
    after(500, 3);
    assert.deepEqual(
      notes.map(({ rows }) => rows),
      [1, 3],
    );
  });

  it('go on behind one that was lost', async () => {
    const { notes, after } = noting();
    after(0, 1);
    notes[0]?.settle(new Error('the database is away'));
    await settled();
    after(500, 2);
    assert.equal(notes.length, 2);
  });
});
