import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sharedRead } from '../../../src/usecases/scheduling/shared-read.js';

/** Reads that end when they are ended; each answers how many had begun. */
function reads() {
  const asked: string[] = [];
  const ends: { readonly answer: () => void; readonly fail: (error: Error) => void }[] = [];
  const read = sharedRead(
    (what: string) =>
      new Promise<number>((resolve, reject) => {
        asked.push(what);
        const number = asked.length;
        ends.push({ answer: () => resolve(number), fail: reject });
      }),
    (what) => what,
  );
  return { asked, ends, read };
}

it('lets all who come while a read runs share the next one, which starts when it has ended', async () => {
  const { asked, ends, read } = reads();
  const first = read('a');
  const later = [read('a'), read('a'), read('a')];
  assert.deepEqual(asked, ['a'], 'what was read before a call is not its answer');
  ends[0]?.answer();
  assert.equal(await first, 1);
  assert.deepEqual(asked, ['a', 'a']);
  const latest = read('a');
  ends[1]?.answer();
  assert.deepEqual(await Promise.all(later), [2, 2, 2]);
  ends[2]?.answer();
  assert.equal(await latest, 3);
});

it('reads at once for who asks something else, or when nothing runs', async () => {
  const { asked, ends, read } = reads();
  const [a, b] = [read('a'), read('b')];
  assert.deepEqual(asked, ['a', 'b']);
  for (const end of ends) end.answer();
  await Promise.all([a, b]);
  const again = read('a');
  assert.deepEqual(asked, ['a', 'b', 'a']);
  ends[2]?.answer();
  assert.equal(await again, 3);
});

it('gives a failure to those who shared the read, and not to those who wait for the next', async () => {
  const { ends, read } = reads();
  const first = read('a');
  const second = read('a');
  ends[0]?.fail(new Error('gone'));
  await assert.rejects(first, /gone/);
  ends[1]?.answer();
  assert.equal(await second, 2);
});
