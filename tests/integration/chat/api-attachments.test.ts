import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { ApiClient } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const C = '/api/v1/chat';
const HOUR_MS = 3_600_000;
const PDF = new Blob(['%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n']);

describe('files of a chat over HTTP', () => {
  let clinic: TestClinic;
  let doctorIs: Person;
  let doctor: ApiClient;
  let patient: ApiClient;
  let hours = 24;

  before(async () => {
    clinic = await startClinic({
      env: { PAYMENTS_ENABLED: 'false', POLICY_CHAT_OPENS: '30d', UPLOAD_MAX: '100kb' },
    });
    doctorIs = await clinic.person('doctor');
    doctor = await ApiClient.signIn(clinic, doctorIs);
    patient = await ApiClient.signIn(clinic, await clinic.person('patient'));
  });
  after(() => clinic?.stop());

  async function room(): Promise<string> {
    hours += 1;
    const slot = await clinic.slot(doctorIs, hours * HOUR_MS);
    const booked = await patient.post('/api/v1/appointments/', { availability_id: slot });
    return (await patient.get(`/api/v1/appointments/${booked.body.id}/`)).body.chat_room_id;
  }

  it('are uploaded, sent, linked and fetched without a header, to be saved and never shown', async () => {
    const id = await room();
    const uploaded = await patient.upload(`${C}/${id}/attachments/`, PDF, 'Überweisung "1".pdf');
    assert.equal(uploaded.status, 201, JSON.stringify(uploaded.body));
    const { id: file } = uploaded.body;
    assert.deepEqual(uploaded.body, {
      id: file,
      filename: 'Überweisung 1.pdf',
      content_type: 'application/pdf',
      size: PDF.size,
      state: 'ready',
    });
    assert.equal(uploaded.headers.get('location'), `${C}/attachments/${file}/`);
    const sent = await patient.post(`${C}/messages/${id}/`, { message: '', attachments: [file] });
    assert.deepEqual([sent.status, sent.body.message, sent.body.attachments], [201, '', [uploaded.body]]);
    const [read] = (await doctor.get(`${C}/${id}/messages/`)).body;
    assert.deepEqual(read.attachments, [uploaded.body]);
    const last = async () => (await doctor.get(`${C}/${id}/`)).body.last_message;
    assert.deepEqual((await last()).attachments, [uploaded.body]);
    const link = await doctor.get(`${C}/attachments/${file}/`);
    const leftMs = Date.parse(link.body.expires_at) - Date.now();
    assert.ok(leftMs > 4 * 60_000 && leftMs <= 5 * 60_000, String(leftMs));
    // The address that clients know leads to this process only on a real installation.
    const path = new URL(link.body.url).pathname;
    const fetched = await fetch(`${clinic.apiUrl}${path}`);
    assert.equal(fetched.status, 200);
    assert.deepEqual(Buffer.from(await fetched.arrayBuffer()), Buffer.from(await PDF.arrayBuffer()));
    const headers = Object.fromEntries(
      ['content-type', 'x-content-type-options', 'content-disposition', 'cache-control', 'content-security-policy'].map(
        (name) => [name, fetched.headers.get(name)],
      ),
    );
    assert.deepEqual(headers, {
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="_berweisung 1.pdf"; filename*=UTF-8''%C3%9Cberweisung%201.pdf`,
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    const head = await fetch(`${clinic.apiUrl}${path}`, { method: 'HEAD' });
    assert.equal(head.status, 200);
    for (const other of [path.replace(/.(?=\/$)/, '_'), `${C}/files/none/`]) {
      assert.equal((await fetch(`${clinic.apiUrl}${other}`)).status, 404, other);
    }
    assert.equal((await patient.delete(`${C}/${id}/messages/${sent.body.id}/`)).status, 204);
    assert.equal((await fetch(`${clinic.apiUrl}${path}`)).status, 404, 'its message was deleted');
    assert.deepEqual((await last()).attachments, []);
    assert.equal((await doctor.get(`${C}/attachments/${file}/`)).status, 404);
  });

  it('end with the session of who has the link', async () => {
    const id = await room();
    const { id: file } = (await patient.upload(`${C}/${id}/attachments/`, PDF, 'a.pdf')).body;
    await patient.post(`${C}/messages/${id}/`, { message: 'x', attachments: [file] });
    const leaving = await ApiClient.signIn(clinic, doctorIs);
    const path = new URL((await leaving.get(`${C}/attachments/${file}/`)).body.url).pathname;
    assert.equal((await fetch(`${clinic.apiUrl}${path}`)).status, 200);
    await leaving.post('/api/v1/users/logout/', {});
    assert.equal((await fetch(`${clinic.apiUrl}${path}`)).status, 404);
  });

  it('are one file for one Idempotency-Key', async () => {
    const id = await room();
    const key = randomUUID();
    const path = `${C}/${id}/attachments/`;
    const [one, two] = await Promise.all([1, 2].map(() => patient.upload(path, PDF, 'a.pdf', key)));
    assert.deepEqual([one?.status, two?.status, two?.body.id], [201, 201, one?.body.id]);
    const other = await patient.upload(path, new Blob(['%PDF-1.4']), 'a.pdf', key);
    assert.deepEqual([other.status, other.body.code], [422, 'idempotency_conflict']);
  });

  it('are refused by what is wrong with them', async () => {
    const id = await room();
    const path = `${C}/${id}/attachments/`;
    const png = new Blob([
      new Uint8Array(
        await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
          .png()
          .toBuffer(),
      ),
    ]);
    const cases: readonly [Blob, string, number, string][] = [
      [png, 'a.jpg', 400, 'upload_rejected'],
      [png.slice(0, 60), 'a.png', 400, 'upload_rejected'],
      [new Blob(['<!doctype html><script>alert(1)</script>']), 'a.html', 415, 'unsupported_media_type'],
      [new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>']), 'a.svg', 415, 'unsupported_media_type'],
      [new Blob([]), 'a.pdf', 415, 'unsupported_media_type'],
      [new Blob(['%PDF-1.7', 'x'.repeat(102_400)]), 'a.pdf', 413, 'payload_too_large'],
    ];
    for (const [file, name, status, code] of cases) {
      const { status: answered, body } = await patient.upload(path, file, name);
      assert.deepEqual([answered, body.code], [status, code], `${name}: ${JSON.stringify(body)}`);
    }
    assert.equal((await patient.post(path, { file: 'x' })).status, 415, 'no form');
    const forms: readonly [string, (form: FormData) => void][] = [
      ['no file', () => undefined],
      ['another name', (form) => form.set('other', PDF, 'a.pdf')],
      [
        'two files',
        (form) => {
          for (const name of ['a.pdf', 'b.pdf']) form.append('file', PDF, name);
        },
      ],
      ['a field', (form) => form.set('file', 'text')],
      [
        'a file and a field',
        (form) => {
          form.set('file', PDF, 'a.pdf');
          form.set('x', 'y');
        },
      ],
    ];
    for (const [what, fill] of forms) {
      const form = new FormData();
      fill(form);
      const { status, body } = await patient.sendRaw(path, form);
      assert.deepEqual([status, body.code], [400, 'validation_failed'], `${what}: ${JSON.stringify(body)}`);
    }
    for (const ids of [['none'], [randomUUID()], Array.from({ length: 11 }, () => randomUUID())]) {
      const reply = await patient.post(`${C}/messages/${id}/`, { message: 'x', attachments: ids });
      assert.deepEqual([reply.status, reply.body.code], [400, 'validation_failed'], JSON.stringify(reply.body));
    }
    assert.equal((await patient.get(`${C}/attachments/none/`)).status, 404);
    const elsewhere = await ApiClient.signIn(clinic, await clinic.person('patient'));
    assert.equal((await elsewhere.upload(path, PDF, 'a.pdf')).status, 404);
    assert.equal((await ApiClient.anonymous(clinic.apiUrl).upload(path, PDF, 'a.pdf')).status, 401);
  });

  it('that are garbage, cut off or badly framed are answered, and leave nothing behind', async () => {
    const id = await room();
    const path = `${C}/${id}/attachments/`;
    const boundary = 'b';
    const bodies = [
      '',
      '--b--',
      '--b\r\n\r\nx\r\n--b--',
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF',
      '--b\r\ncontent-disposition: form-data; name="__proto__"; filename="a.pdf"\r\n\r\n%PDF\r\n--b--',
      `--b\r\n${'x: y\r\n'.repeat(5_000)}\r\n--b--`,
    ];
    for (const body of bodies) {
      const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
      const reply = await patient.send('POST', path, undefined, null, headers);
      assert.equal(reply.status, 400, JSON.stringify(reply.body));
      const framed = await patient.sendRaw(path, body, headers);
      assert.ok(framed.status === 400 || framed.status === 413, `${framed.status} ${body.slice(0, 80)}`);
    }
    const { rows } = await clinic.core.pool.query('select 1 from chat_attachments where room_id = $1', [id]);
    assert.equal(rows.length, 0);
  });
});
