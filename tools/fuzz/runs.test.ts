import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseInstant } from '../../src/domain/instants.js';
import { ROLES } from '../../src/domain/roles.js';
import { canonicalTimezone } from '../../src/domain/timezones.js';
import { testFolder } from '../launcher/testing.js';
import { type Document, isReference, routesOf } from '../openapi/document.js';
import { PREPARED_OPERATIONS } from './examples.js';
import { narrow } from './narrow.js';
import { partsOf } from './parts.js';
import { figuresOf, type RunFigures, reportOf, textOf } from './report.js';
import { withExamples } from './with-examples.js';

const file = new URL('../../src/api/generated/openapi.json', import.meta.url);
const document: Document = JSON.parse(readFileSync(file, 'utf8'));
const operations = routesOf(document).map(({ operation }) => operation.operationId);
const ID = '123e4567-e89b-12d3-a456-426614174000';

/** The figures of a run that sent these requests. */
function figures(...requests: readonly (readonly [method: string, path: string, status: number])[]): RunFigures {
  const requestsFile = join(testFolder(), 'requests.har');
  const entries = requests.map(([method, path, status]) => ({
    request: { method, url: `http://127.0.0.1${path}` },
    response: { status },
  }));
  writeFileSync(requestsFile, JSON.stringify({ log: { entries } }));
  const part = { role: 'doctor', operations } as const;
  return { name: 'doctor', ...figuresOf(document, part, requestsFile), reported: false, outputFile: '' };
}

describe('npm run fuzz', () => {
  it('prepares a request for each operation that needs an id or a body', () => {
    assert.deepEqual(
      PREPARED_OPERATIONS.filter((one) => !operations.includes(one)),
      [],
      'they are all in the document',
    );
    const needy = routesOf(document).filter(({ path, operation }) => path.includes('{') || operation.requestBody);
    const missing = needy.filter(({ operation }) => !PREPARED_OPERATIONS.includes(operation.operationId));
    assert.deepEqual(
      missing.map(({ operation }) => operation.operationId),
      [],
    );
  });

  it('sends every operation as nobody and as each role, and ends no session that a run still needs', () => {
    const parts = partsOf(document);
    for (const role of [null, ...ROLES]) {
      const own = parts.filter((one) => one.role === role);
      const single = own.filter(({ phases }) => phases.includes('fuzzing')).flatMap((one) => one.operations);
      assert.deepEqual([...single].sort(), [...operations].sort(), role ?? 'nobody');
      const linked = own.filter(({ phases }) => phases.includes('stateful')).flatMap((one) => one.operations);
      if (role !== null) assert.ok(linked.includes('readClinic') && linked.includes('revokeSession'), role);
    }
    for (const { name, role, operations: own } of parts) {
      const ending = own.filter((one) => ['logOut', 'revokeSession', 'changePassword'].includes(one));
      if (role !== null && ending.length > 0) assert.ok(own.length <= 2, name);
    }
  });

  it('narrows what it generates to zones that there are, and to times that a doctor may offer', () => {
    const now = new Date('2026-11-28T12:00:00Z');
    const narrowed = narrow(document, now);
    const { timezone, start_time } = narrowed.components.schemas.SlotBody?.properties ?? {};
    for (const zone of timezone?.enum ?? []) assert.ok(zone === null || canonicalTimezone(String(zone)) === zone);
    const pattern = new RegExp(start_time?.pattern ?? '');
    for (const text of ['2027-02-28T09:00:00Z', '2028-01-31T00:00:00.000Z', '2029-12-01t23:59:59.123+05:30']) {
      assert.ok(pattern.test(text) && parseInstant('start_time', text) > now, text);
    }
    for (const text of ['2026-12-01T09:00:00Z', '2027-02-30T09:00:00Z']) assert.ok(!pattern.test(text), text);
    const keyed = routesOf(narrowed).filter(({ operation }) => JSON.stringify(operation).includes('/IdempotencyKey"'));
    assert.deepEqual(
      keyed.map(({ operation }) => operation.operationId),
      ['registerUser'],
    );
  });

  it('shows the prepared requests in the document that it fuzzes, and leaves the original alone', () => {
    const before = JSON.stringify(document);
    const body = { availability_id: ID };
    const copy = withExamples(document, { rescheduleAppointment: { path: { id: ID }, body } });
    assert.equal(JSON.stringify(document), before);
    const operation = copy.paths['/api/v1/appointments/{id}/reschedule']?.post;
    const id = operation?.parameters?.find((one) => !isReference(one) && one.name === 'id');
    assert.ok(id && !isReference(id));
    assert.deepEqual(id.examples, { prepared: { value: ID } });
    assert.deepEqual(operation?.requestBody?.content['application/json']?.examples, { prepared: { value: body } });
  });

  it('counts success answers by operation, and names those that a role may call and never got one from', () => {
    const run = figures(
      ['GET', `/api/v1/appointments/${ID}/`, 200],
      ['GET', `/api/v1/appointments/${ID}`, 200],
      ['GET', '/api/v1/appointments/availabilities?limit=1', 200],
      ['PATCH', `/api/v1/appointments/${ID}/update`, 409],
      ['GET', '/api/v1/appointments', 503],
    );
    assert.deepEqual(run.reached, { readAppointment: 2, listOwnSlots: 1 });
    assert.deepEqual([run.requests, run.serverErrors], [5, 1]);
    assert.ok(run.unreached.includes('changeAppointmentStatus') && run.unreached.includes('listAppointments'));
    assert.ok(!run.unreached.includes('recordDeskPayment'), 'a doctor may not');
  });

  it('fails for a report, a server error, or an operation that answered nobody with success', () => {
    const reached = Object.fromEntries(operations.map((one) => [one, 1]));
    const good: RunFigures = { ...figures(), reached, unreached: [] };
    const passed = (run: RunFigures) => reportOf(document, 1, [run]).passed;
    assert.equal(passed(good), true);
    assert.equal(passed({ ...good, reported: true }), false);
    assert.equal(passed({ ...good, serverErrors: 1 }), false);
    const { checkIn: _, ...others } = reached;
    const holed = reportOf(document, 1, [{ ...good, reached: others, unreached: ['checkIn'] }]);
    assert.equal(holed.passed, false);
    assert.deepEqual(holed.unreached, ['checkIn']);
    assert.match(textOf(holed), /^seed 1: FAILED[\s\S]+without a success answer in any run: checkIn$/);
  });
});
