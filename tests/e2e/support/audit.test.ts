import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { auditHash } from '../../../src/models/repositories/identity/audit-hash.js';
import { AuditLogRepository } from '../../../src/models/repositories/identity/audit-log.js';
import { sqlOf } from '../../../src/models/sql.js';
import { AuditEventsTable } from '../../../src/models/tables/identity/audit-events.js';
import { type ApiClient, until } from '../../support/client.js';
import { type PayableVisit, Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
const AUDIT = '/api/v1/audit';

/** As clients of the product before this one know them. */
const FIELDS = {
  action: [
    'id',
    'user',
    'action',
    'resource_type',
    'resource_id',
    'details',
    'timestamp',
    'patient',
    'reason',
    'request_id',
  ],
  user: ['id', 'email', 'role'],
  mail: [
    ...['id', 'email_type', 'recipient', 'subject', 'related_resource', 'delivery_status', 'sent_at', 'opened_at'],
    ...['links_clicked', 'attachment_downloaded', 'smtp_response'],
  ],
  activity: ['user_id', 'account_events', 'login_history'],
  login: ['timestamp', 'ip_address', 'user_agent', 'location', 'session_duration'],
  deleted: ['is_deleted', 'deleted_at', 'deleted_by', 'keep_until', 'id', 'patient', 'status', 'doctor', 'symptoms'],
};

/** Another value of a member, where a text is none. */
const OTHERS: Readonly<Record<string, unknown>> = {
  details: { other: 1 },
  happenedAt: new Date(0),
  patientIds: ['another'],
};

function has(row: Readonly<Record<string, unknown>>, fields: readonly string[]): void {
  for (const field of fields) assert.ok(field in row, `${field} is in ${Object.keys(row)}`);
}

describe('the audit, as an admin reads it', () => {
  let stage: Stage;
  let visit: PayableVisit;
  let admin: ApiClient;
  let doctor: ApiClient;

  before(async () => {
    stage = await Stage.open();
    visit = await stage.booked(5 * HOUR, undefined, 'A cough');
    admin = await stage.signIn('admin');
    doctor = await stage.as(visit.doctor);
  });
  after(() => stage.close());

  const actions = async (query: string) => {
    const reply = await admin.get(`${AUDIT}/user-actions/?${query}`);
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return reply.body as Readonly<Record<string, unknown>>[];
  };

  it('names who read what of whom, in which role and by which session, from where', async () => {
    const got = await doctor.send('GET', visit.path, undefined, null, {
      'x-request-id': 'look-1',
      'user-agent': 'Tests',
    });
    assert.equal(got.status, 200);
    const [row] = await actions(`user=${visit.doctor.id}&action=appointment.read&patient=${visit.patient.id}`);
    assert.ok(row);
    has(row, FIELDS.action);
    has(row.user as Record<string, unknown>, FIELDS.user);
    assert.deepEqual(row.user, { id: visit.doctor.id, email: visit.doctor.email, role: 'doctor' });
    assert.deepEqual(
      [row.resource_type, row.resource_id, row.patient, row.request_id],
      ['appointment', visit.id, visit.patient.id, 'look-1'],
    );
    const details = row.details as Record<string, unknown>;
    assert.deepEqual([details.ip_address, details.user_agent], ['127.0.0.1', 'Tests']);
    assert.ok(details.session && details.membership);
  });

  it('names everybody whom a list showed, in one row', async () => {
    const other = await stage.hold(7 * HOUR);
    const desk = await stage.signIn('receptionist');
    assert.equal((await desk.get('/api/v1/appointments/?status=pending,booked')).body.length, 2);
    const rows = await actions(`user=${desk.person?.id}&action=appointment.listed`);
    assert.equal(rows.length, 1);
    const [row = { details: { patients: [] } }] = rows as { details: { patients: string[] } }[];
    assert.deepEqual([...row.details.patients].sort(), [visit.patient.id, other.patient.id].sort());
    assert.equal((await actions(`patient=${other.patient.id}&action=appointment.listed`)).length, 1);
  });

  it('filters by resource and time, pages, and refuses what is no filter', async () => {
    const about = await actions(`resource_type=appointment&resource_id=${visit.id}`);
    assert.ok(about.length >= 2);
    assert.deepEqual(new Set(about.map((row) => row.resource_id)), new Set([visit.id]));
    assert.deepEqual(await actions(`resource_id=${visit.id}&to=2020-01-01`), []);
    const page = await admin.get(`${AUDIT}/user-actions/?resource_id=${visit.id}&limit=1`);
    assert.match(page.headers.get('link') ?? '', /rel="next"/);
    assert.equal((await admin.get(`${AUDIT}/user-actions/?user=nobody`)).status, 400);
    assert.equal((await admin.get(`${AUDIT}/user-actions/?colour=red`)).status, 400);
  });

  it('records each look at itself', async () => {
    const looks = () => actions('resource_type=audit&resource_id=user_actions');
    const before = (await looks()).length;
    assert.equal((await looks()).length, before + 1);
  });

  it('shows mails with subject, related resource and the answer of the mail server', async () => {
    const path = `${AUDIT}/email-delivery/?recipient=${visit.patient.email.toUpperCase()}&type=booking_confirmed`;
    // The mail is there before it is put down as sent.
    const mail = await until('the mail to be put down as sent', async () => {
      const { status, body } = await admin.get(path);
      assert.equal(status, 200, JSON.stringify(body));
      return body[0]?.delivery_status !== 'sending' && body[0];
    });
    has(mail, FIELDS.mail);
    assert.deepEqual(
      [mail.email_type, mail.recipient, mail.delivery_status, mail.opened_at, mail.related_resource],
      ['booking_confirmed', visit.patient.email, 'sent', null, { type: 'appointment', id: visit.id }],
    );
    const sent = (await stage.mails(visit)).find(({ kind }) => kind === 'booking_confirmed');
    assert.equal(mail.subject, sent?.subject);
    assert.match(mail.smtp_response, /^250/);
    assert.deepEqual((await admin.get(`${AUDIT}/email-delivery/?recipient=nobody@test.keepwell.invalid`)).body, []);
  });

  it('shows what became of an account, values masked, and its sign-ins', async () => {
    await visit.api.patch('/api/v1/users/profile/', { phone_number: null, first_name: 'Renamed' });
    const { status, body } = await admin.get(`${AUDIT}/users/${visit.patient.id}/activity/`);
    assert.equal(status, 200, JSON.stringify(body));
    has(body, FIELDS.activity);
    const changed = body.account_events.find(({ event }: { event: string }) => event === 'profile_updated');
    assert.deepEqual(changed.changes, { phone: { from: '***', to: null }, first_name: { from: '***', to: '***' } });
    assert.deepEqual(changed.changed_by, { id: visit.patient.id, self_update: true });
    has(body.login_history[0], FIELDS.login);
    assert.ok(!JSON.stringify(body).includes('Renamed'));
    assert.equal((await admin.get(`${AUDIT}/users/${visit.id}/activity/`)).status, 404);
  });

  it('shows deleted appointments with the day until which they are kept', async () => {
    const held = await stage.hold(9 * HOUR, undefined, 'A rash');
    assert.equal((await held.api.delete(held.path)).status, 204);
    const { status, body } = await admin.get(`${AUDIT}/deleted-appointments/`);
    assert.equal(status, 200, JSON.stringify(body));
    has(body[0], FIELDS.deleted);
    assert.deepEqual(
      [body[0].id, body[0].is_deleted, body[0].deleted_by, body[0].symptoms],
      [held.id, true, held.patient.id, null],
    );
    assert.match(body[0].keep_until, new RegExp(`^${new Date().getUTCFullYear() + 7}`));
  });

  it('is for those alone who may read it, and knows no later route', async () => {
    for (const path of [
      'user-actions',
      'email-delivery',
      `users/${visit.patient.id}/activity`,
      'deleted-appointments',
    ]) {
      assert.equal((await doctor.get(`${AUDIT}/${path}/`)).status, 403, path);
    }
    for (const path of ['verify', 'checkpoints', 'exposure']) {
      assert.equal((await admin.get(`${AUDIT}/${path}/`)).status, 404, path);
    }
  });

  it('has rows whose hash covers all of them', async () => {
    const db = sqlOf(stage.clinic.core.pool);
    const log = new AuditLogRepository(db, stage.clinic.core.settings.ENCRYPTION_KEYS);
    const rows = await log.list({ clinicIds: [stage.clinic.clinicId], limit: 200 });
    assert.ok(rows.length > 20);
    for (const row of rows) {
      assert.equal(auditHash(row), row.contentHash, row.action);
      for (const name of Object.keys(AuditEventsTable.getAttributes())) {
        const member = name === 'reasonSealed' ? 'reason' : name;
        if (['contentHash', 'contentMac', 'writtenBy'].includes(member)) continue;
        const value = OTHERS[member] ?? 'another';
        const changed = { ...row, [member]: value };
        assert.notEqual(auditHash(changed), row.contentHash, `${member} of ${row.action}`);
      }
    }
  });
});
