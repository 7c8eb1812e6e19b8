import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  HEARTBEAT_MS,
  LOCAL_STEP_OPTIONS,
  WORKFLOW_TASK_TIMEOUT_MS,
} from '../../../src/workflows/support/local-step-timing.js';

/** What a starved machine may add to the attempts of a local activity. */
const MARGIN_MS = 1_500;
/** The shortest outage that a person must not notice: a restart of the database. */
const RESTART_MS = 200;

describe('a local activity', () => {
  const { startToCloseTimeout, retry } = LOCAL_STEP_OPTIONS;

  it('has ended all its attempts well before its task is prolonged', () => {
    let all = startToCloseTimeout;
    let wait: number = retry.initialInterval;
    for (let attempt = 1; attempt < retry.maximumAttempts; attempt += 1) {
      all += wait + startToCloseTimeout;
      wait *= retry.backoffCoefficient;
    }
    assert.ok(
      all + MARGIN_MS <= HEARTBEAT_MS,
      `${all} ms leave ${HEARTBEAT_MS - all} ms until the heartbeat at ${HEARTBEAT_MS} ms: a run that crosses it can never be replayed`,
    );
    assert.equal(HEARTBEAT_MS, 0.8 * WORKFLOW_TASK_TIMEOUT_MS, "the SDK's own fraction");
  });

  it('is tried again when a database that restarts is back', () => {
    assert.ok(retry.maximumAttempts >= 2);
    assert.ok(retry.initialInterval > RESTART_MS);
  });

  it('has these limits wherever a workflow asks for one', () => {
    const folder = 'src/workflows/';
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    const asking = files.filter((path) => readFileSync(`${folder}${path}`, 'utf8').includes('proxyLocalActivities<'));
    assert.deepEqual(asking, ['support/activities.ts']);
    const text = readFileSync(`${folder}support/activities.ts`, 'utf8');
    assert.deepEqual(text.match(/proxyLocalActivities<.*/g), ['proxyLocalActivities<Activities>(LOCAL_STEP_OPTIONS);']);
    const adapter = readFileSync('src/adapters/temporal/appointment-workflows.ts', 'utf8');
    assert.deepEqual(adapter.match(/workflowTaskTimeout: .*/g), ['workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT_MS,']);
  });
});
