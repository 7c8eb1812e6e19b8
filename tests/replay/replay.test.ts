import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { dataConverter } from '../../src/adapters/temporal/codec.js';
import { bundleWorkflows, installRuntime } from '../../src/adapters/temporal/worker.js';
import { createLogger } from '../../src/observability/logger.js';
import { type History, readRecordings, recordingKeys } from './recordings.js';

const recordings = readRecordings();
const options = { dataConverter: dataConverter(recordingKeys()) };

let bundle: { readonly code: string };
before(async () => {
  installRuntime(createLogger('error', 'replay'));
  bundle = await bundleWorkflows();
});

const replay = (history: History, workflowId: string, code = bundle.code) =>
  Worker.runReplayHistory({ ...options, workflowBundle: { code } }, history, workflowId);

describe('the workflows of this version replay', () => {
  it('recordings of it, so that the next version has something to replay', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const own = recordings.filter(({ name }) => name.startsWith(`${version}/`));
    assert.ok(own.length >= 10, `record ${version}: node --import tsx tests/replay/record.ts`);
  });

  for (const { name, workflowId, history } of recordings) {
    it(name, () => replay(history, workflowId));
  }
});

describe('a change of the workflows that no running appointment would survive', () => {
  const changes: readonly [string, RegExp, string][] = [
    ['another order of steps', /closeCheckouts/g, 'expireHold'],
    ['another step', /deliverMessage/g, 'readSnapshot'],
  ];
  for (const [what, from, to] of changes) {
    it(`${what} is noticed`, async () => {
      const changed = bundle.code.replace(from, to);
      assert.notEqual(changed, bundle.code);
      const recording = recordings.find(({ name }) => name.endsWith('/expired'));
      assert.ok(recording);
      await assert.rejects(replay(recording.history, recording.workflowId, changed), DeterminismViolationError);
    });
  }
});
