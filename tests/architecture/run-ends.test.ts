import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const FOLDER = 'src/workflows';
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(`${FOLDER}/${path}`, 'utf8') }));

describe('the end of a run', () => {
  it('waits for answers and signals in one way: only Answers asks whether the handlers are finished', () => {
    const users = files.filter(({ text }) => /\ballHandlersFinished\b/.test(text)).map(({ path }) => path);
    assert.deepEqual(users, ['support/answers.ts']);
  });

  it('is drained in every workflow that a signal or an update can reach', () => {
    const reached = files.filter(({ text }) => /\bsetHandler\(/.test(text)).map(({ path }) => path.split('/')[0]);
    assert.ok(reached.includes('appointment') && reached.includes('attention') && reached.includes('payment-event'));
    for (const folder of new Set(reached)) {
      const own = files.filter(({ path }) => path.startsWith(`${folder}/`));
      assert.ok(
        own.some(({ text }) => /\.drain\(/.test(text)),
        `${folder}: a run that ends while a handler is at work loses its answer`,
      );
    }
  });
});
