import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseInstant } from '../../src/domain/instants.js';
import { canonicalTimezone } from '../../src/domain/timezones.js';
import { testFolder } from '../launcher/testing.js';
import { type Document, isReference, routesOf } from '../openapi/document.js';
import { CALLERS } from './callers.js';
import { PREPARED_OPERATIONS } from './examples.js';
import { type Foreign, idsIn } from './foreign.js';
import { narrow } from './narrow.js';
import { partsOf } from './parts.js';
import { figuresOf, type RunFigures, reportOf, textOf } from './report.js';
import { readSentRequests } from './sent-requests.js';
import { withExamples } from './with-examples.js';

const file = new URL('../../src/api/generated/openapi.json', import.meta.url);
const document: Document = JSON.parse(readFileSync(file, 'utf8'));
const operations = routesOf(document).map(({ operation }) => operation.operationId);
const ID = '123e4567-e89b-12d3-a456-426614174000';
const [THEIRS, ANOTHER] = ['223e4567-e89b-12d3-a456-426614174000', '323e4567-e89b-12d3-a456-426614174000'];
const FOREIGN: Foreign = { clinicId: THEIRS, examples: {}, ids: [THEIRS, ANOTHER] };

type Sent = readonly [method: string, path: string, status: number, body?: string, answer?: string];

/** The figures of a run that sent these requests. */
function figures(...requests: readonly Sent[]): RunFigures {
  const requestsFile = join(testFolder(), 'requests.har');
  const entries = requests.map(([method, path, status, body = '', answer = '']) => ({
    request: { method, url: `http://127.0.0.1${path}`, postData: { text: body } },
    response: { status, content: { text: answer } },
  }));
  writeFileSync(requestsFile, JSON.stringify({ log: { entries } }));
  const part = { caller: 'doctor', operations } as const;
  const sent = readSentRequests(document, requestsFile);
  return { name: 'doctor', ...figuresOf(document, part, FOREIGN, sent), reported: false, outputFile: '' };
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

  it('sends every operation as nobody, as each role and by an API key, and ends no session that a run still needs', () => {
    const parts = partsOf(document);
    for (const caller of CALLERS) {
      const own = parts.filter((one) => one.caller === caller);
      const single = own.filter(({ phases }) => phases.includes('fuzzing')).flatMap((one) => one.operations);
      assert.deepEqual([...single].sort(), [...operations].sort(), caller);
      const linked = own.filter(({ phases }) => phases.includes('stateful')).flatMap((one) => one.operations);
      if (caller === 'api_key') assert.ok(linked.includes('readAppointment'));
      else if (caller !== 'anonymous')
        assert.ok(linked.includes('readClinic') && linked.includes('revokeSession'), caller);
    }
    for (const { name, caller, operations: own } of parts) {
      const ending = own.filter((one) =>
        ['logOut', 'revokeSession', 'endOtherSessions', 'changePassword'].includes(one),
      );
      if (caller !== 'anonymous' && caller !== 'api_key' && ending.length > 0) assert.ok(own.length <= 2, name);
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
    const copy = withExamples(document, {
      prepared: { rescheduleAppointment: { path: { id: ID }, body } },
      foreign: { rescheduleAppointment: { path: { id: THEIRS } }, readOrder: { path: { id: THEIRS } } },
    });
    assert.equal(JSON.stringify(document), before);
    const operation = copy.paths['/api/v1/appointments/{id}/reschedule']?.post;
    const id = operation?.parameters?.find((one) => !isReference(one) && one.name === 'id');
    assert.ok(id && !isReference(id));
    assert.deepEqual(id.examples, { prepared: { value: ID }, foreign: { value: THEIRS } });
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

  it('names what is answered of another clinic, in answers to others as well', () => {
    const { foreign } = figures(
      ['GET', `/api/v1/appointments/${THEIRS}`, 404],
      ['GET', `/api/v1/orders/${ANOTHER}`, 200, '', '{}'],
      ['GET', `/api/v1/appointments/availabilities?doctor=${THEIRS}`, 200, '', '[]'],
      ['POST', '/api/v1/appointments', 201, JSON.stringify({ availability_id: THEIRS }), '{}'],
      ['POST', `/api/v1/appointments/${THEIRS}/check-in`, 409, '', `{"error":"${THEIRS}"}`],
      ['GET', '/api/v1/appointments', 200, '', `[{"id":"${ANOTHER}"}]`],
      ['GET', `/api/v1/clinics/${THEIRS}`, 200, '', `{"id":"${THEIRS}"}`],
    );
    assert.equal(foreign.asked, 5, "a clinic itself is nobody's secret");
    assert.deepEqual(foreign.answered, [
      'readOrder answered 200 in another clinic, 1 times',
      'bookAppointment answered 201 in another clinic, 1 times',
      'checkIn answered 409 in another clinic, 1 times',
      'listAppointments showed a record of another clinic, 1 times',
    ]);
    const { foreign: none, ...rest } = figures();
    assert.equal(reportOf(document, 1, [{ ...rest, foreign }]).passed, false);
    assert.match(textOf(reportOf(document, 1, [{ ...rest, foreign }])), /readOrder answered 200 in another clinic/);
    assert.deepEqual(none, { asked: 0, answered: [] });
  });

  it('takes for a record of another clinic what is named by an id, not by a mail address', () => {
    assert.deepEqual(
      idsIn(JSON.stringify({ id: THEIRS, email: `fuzz-${ANOTHER}@demo.keepwell.invalid`, of: [THEIRS] })),
      [THEIRS],
    );
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
