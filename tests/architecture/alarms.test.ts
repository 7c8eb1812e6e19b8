import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FIGURE_NAMES } from '../../src/api/http/middleware/figures.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What the API exports beside the figures of the record, without the suffixes of a histogram. */
const OF_THE_API = [
  'http_request_duration_seconds',
  'keepwell_database_connections',
  'keepwell_rate_limited_total',
  'keepwell_webhook_silence_seconds',
  'keepwell_webhooks_unreadable_total',
  'nodejs_eventloop_lag_p99_seconds',
];
/** Exported by the worker: names of Temporal's SDK. tests/e2e/operations/metrics.test.ts sees them at a real worker. */
export const OF_THE_WORKER = [
  'temporal_activity_execution_failed',
  'temporal_activity_execution_latency',
  'temporal_local_activity_execution_latency',
  'temporal_workflow_completed',
  'temporal_workflow_task_execution_failed',
];
const EXPORTED = new Set([...FIGURE_NAMES, ...OF_THE_API, ...OF_THE_WORKER, 'probe_success']);

function metricsIn(text: string): readonly string[] {
  const names = text.matchAll(/\b(?:keepwell_|temporal_|http_|nodejs_|probe_)[a-z0-9_]+/g);
  return [...new Set([...names].map(([name]) => name.replace(/_(bucket|count)$/, '')))];
}

for (const file of ['deploy/prometheus/keepwell.rules.yml', 'deploy/grafana/keepwell.json']) {
  test(`${file} asks only for what is exported`, () => {
    const asked = metricsIn(file.endsWith('.json') ? expressionsOf(read(file)) : read(file));
    assert.ok(asked.length >= 8);
    assert.deepEqual(
      asked.filter((name) => !EXPORTED.has(name)),
      [],
    );
  });
}

test('the runbook and the rules name the same alarms', () => {
  const rules = [...read('deploy/prometheus/keepwell.rules.yml').matchAll(/alert: (\w+)/g)].map(([, name]) => name);
  const table = read('docs/operations.md').split('## Alarms')[1]?.split('\n## ')[0] ?? '';
  const named = [...table.matchAll(/`(Keepwell\w+)`/g)].map(([, name]) => name);
  assert.ok(rules.length >= 9);
  assert.deepEqual(named.sort(), rules.sort());
});

function expressionsOf(board: string): string {
  const { panels } = JSON.parse(board) as { panels: { targets: { expr: string }[] }[] };
  return panels.flatMap((panel) => panel.targets.map((target) => target.expr)).join('\n');
}
