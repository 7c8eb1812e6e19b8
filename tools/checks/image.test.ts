import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../', import.meta.url);
const lines = (name: string): string[] => readFileSync(new URL(name, root), 'utf8').split('\n');

test('everything that the image is built from reaches the build', () => {
  const letIn = lines('.dockerignore').filter((line) => line.startsWith('!'));
  const copied = lines('Dockerfile')
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(' ').slice(1, -1));
  assert.ok(copied.includes('src') && letIn.length > 0, 'both files were read');
  assert.deepEqual(
    copied.filter((path) => !existsSync(new URL(path, root)) || !letIn.includes(`!${path}`)),
    [],
  );
});
