import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { CHAT_ARCHIVE_WORKFLOW } from '../../../src/workflows/chat-archive/contract.js';
import { ApiClient, until } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const C = '/api/v1/chat';
const A = '/api/v1/appointments';
const HOUR_MS = 3_600_000;

describe('the transcript of a chat over HTTP', () => {
  let clinic: TestClinic;
  let doctorIs: Person;
  let patient: ApiClient;
  let room: string;

  before(async () => {
    clinic = await startClinic({
      env: { PAYMENTS_ENABLED: 'false', POLICY_CHAT_OPENS: '30d', POLICY_CHAT_ARCHIVE: '0s' },
    });
    doctorIs = await clinic.person('doctor');
    patient = await ApiClient.signIn(clinic, await clinic.person('patient'));
    const slot = await clinic.slot(doctorIs, 30 * HOUR_MS);
    const booked = await patient.post(`${A}/`, { availability_id: slot });
    room = (await patient.get(`${A}/${booked.body.id}/`)).body.chat_room_id;
    await patient.post(`${C}/messages/${room}/`, { message: 'Schöne Grüße 👍' });
    const early = await patient.get(`${C}/${room}/transcript/`);
    assert.deepEqual([early.status, early.body.code], [409, 'invalid_transition']);
    const cancelled = await patient.patch(`${A}/${booked.body.id}/update/`, { status: 'cancelled_by_patient' });
    assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
  });
  after(() => clinic?.stop());

  it('is made by the archive, told to whoever is there, and saved as JSON or PDF', async () => {
    const { client, temporal } = clinic.core;
    await until('the room to be archived', async () => {
      const run = { workflowId: `archive-${randomUUID()}`, taskQueue: temporal.taskQueue, args: [] };
      await client.workflow.execute(CHAT_ARCHIVE_WORKFLOW, run);
      return (await patient.get(`${C}/${room}/`)).body.status === 'archived';
    });
    const json = await patient.get(`${C}/${room}/transcript/`);
    assert.equal(json.status, 200, JSON.stringify(json.body));
    assert.equal(json.body.messages[0].message, 'Schöne Grüße 👍');
    assert.equal(json.headers.get('content-type'), 'application/json; charset=utf-8');
    const login = await ApiClient.anonymous(clinic.apiUrl).post('/api/v1/users/login/', {
      email: doctorIs.email,
      password: doctorIs.password,
    });
    const answer = await fetch(`${clinic.apiUrl}${C}/${room}/transcript/?format=pdf`, {
      headers: { authorization: `Bearer ${login.body.access}` },
    });
    assert.deepEqual(
      [
        answer.status,
        ...['content-type', 'content-disposition', 'cache-control'].map((name) => answer.headers.get(name)),
      ],
      [200, 'application/pdf', `attachment; filename="chat-transcript-${room}.pdf"`, 'private, no-store'],
    );
    const pdf = Buffer.from(await answer.arrayBuffer());
    const { rows } = await clinic.core.pool.query<{ details: { pdf: string } }>(
      "select details from audit_events where action = 'chat.archived' and entity_id = $1",
      [room],
    );
    assert.deepEqual(
      rows.map(({ details }) => details.pdf),
      [createHash('sha256').update(pdf).digest('hex')],
    );
  });

  it('is nobody else’s', async () => {
    for (const [role, status] of [
      ['patient', 404],
      ['doctor', 404],
      ['admin', 404],
      ['nurse', 404],
      ['receptionist', 403],
      ['accountant', 403],
    ] as const) {
      const other = await ApiClient.signIn(clinic, await clinic.person(role));
      for (const format of ['json', 'pdf']) {
        assert.equal((await other.get(`${C}/${room}/transcript/?format=${format}`)).status, status, role);
      }
    }
    assert.equal((await ApiClient.anonymous(clinic.apiUrl).get(`${C}/${room}/transcript/`)).status, 401);
    assert.equal((await patient.get(`${C}/${room}/transcript/?format=docx`)).status, 400);
  });
});
