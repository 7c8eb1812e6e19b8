import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { dataConverter } from '../../src/adapters/temporal/codec.js';
import { bundleWorkflows, installRuntime } from '../../src/adapters/temporal/worker.js';
import { createLogger } from '../../src/observability/logger.js';
import { TextSearch } from '../support/leaks/text-search.js';
import { DIRECTIONS, MEDICINE, REASON } from './prescribed.js';
import { type History, HistoryMessage, readRecordings, recordingKeys } from './recordings.js';

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

describe('a recording in clear', () => {
  /** The lifecycles' people, what was prescribed to them, and why it was ended. */
  const search = new TextSearch(['Testilda', 'Amoxicillin', MEDICINE, DIRECTIONS, REASON, 'test.keepwell.invalid']);
  const found = (history: History) => [...search.find(Buffer.concat([...bytesOf(history)]))];

  for (const { name, history } of recordings) {
    it(`${name} names nobody, and nothing that was prescribed`, () => assert.deepEqual(found(history), []));
  }

  it('would show it: what was not sealed is found', () => {
    const [recording] = recordings.filter(({ name }) => name.endsWith('/prescription-cancelled'));
    assert.ok(recording);
    const [first, ...rest] = recording.history.events ?? [];
    const summary = { data: Buffer.from(JSON.stringify({ what: DIRECTIONS })) };
    const open = { ...recording.history, events: [{ ...first, userMetadata: { summary } }, ...rest] };
    assert.deepEqual(found(HistoryMessage.fromObject(open)), [DIRECTIONS.toLowerCase()]);
  });
});

describe('a change of the workflows that no running appointment would survive', () => {
  const changes: readonly [string, RegExp, string][] = [
    ['another order of steps', /closeCheckouts/g, 'expireHold'],
    ['another step', /deliverMessage/g, 'readSnapshot'],
    ['another order of steps of a prescription', /finishDelivery/g, 'makePrescriptionDocuments'],
    ['another mail about a prescription', /deliverPrescriptionMail/g, 'readPrescriptions'],
  ];
  for (const [what, from, to] of changes) {
    it(`${what} is noticed`, async () => {
      const changed = bundle.code.replace(from, to);
      assert.notEqual(changed, bundle.code);
      const lifecycle = what.endsWith('prescription') ? '/prescription-delivered-and-reminded' : '/expired';
      const recording = recordings.find(({ name }) => name.endsWith(lifecycle));
      assert.ok(recording);
      await assert.rejects(replay(recording.history, recording.workflowId, changed), DeterminismViolationError);
    });
  }
});

/** All that a history holds of texts and bytes, with a space between. */
function* bytesOf(value: unknown): Generator<Uint8Array> {
  if (typeof value === 'string') yield Buffer.from(`${value} `);
  else if (value instanceof Uint8Array) yield Buffer.concat([value, Buffer.from(' ')]);
  else if (value !== null && typeof value === 'object') for (const one of Object.values(value)) yield* bytesOf(one);
}
