import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ApiClient } from '../../support/client.js';
import { type Person, startClinic, type TestClinic } from '../../support/clinic.js';

const C = '/api/v1/chat';

describe('searching chats over HTTP', () => {
  let clinic: TestClinic;
  let patientIs: Person;
  let doctor: ApiClient;
  let patient: ApiClient;
  let room: string;

  before(async () => {
    const env = { PAYMENTS_ENABLED: 'false', POLICY_CHAT_OPENS: '30d', RATE_LIMIT_MESSAGES: 'off' };
    clinic = await startClinic({ env });
    const doctorIs = await clinic.person('doctor');
    patientIs = await clinic.person('patient');
    doctor = await ApiClient.signIn(clinic, doctorIs);
    patient = await ApiClient.signIn(clinic, patientIs);
    const slot = await clinic.slot(doctorIs, 24 * 3_600_000);
    const { body } = await patient.post('/api/v1/appointments/', { availability_id: slot });
    room = (await patient.get(`/api/v1/appointments/${body.id}/`)).body.chat_room_id;
    for (const message of ['Müde 😀 und müde', 'Headache', 'MUDE again', 'nothing']) {
      await patient.post(`${C}/messages/${room}/`, { message });
    }
  });
  after(() => clinic?.stop());

  const query = (search: string, more: Readonly<Record<string, string>> = {}) =>
    `?${new URLSearchParams({ search, ...more }).toString()}`;

  it('marks what was found in UTF-16 units, and leads from page to page', async () => {
    const all = await doctor.get(`${C}/${room}/messages/${query('mude')}`);
    assert.deepEqual([all.status, all.headers.get('x-room-rev'), all.headers.get('link')], [200, '4', null]);
    assert.deepEqual(
      all.body.map((one: Record<string, unknown>) => [one.seq, one.highlighted_text, one.highlights]),
      [
        [
          1,
          'Müde',
          [
            { start: 0, length: 4 },
            { start: 12, length: 4 },
          ],
        ],
        [3, 'MUDE', [{ start: 0, length: 4 }]],
      ],
    );
    const [plain] = (await doctor.get(`${C}/${room}/messages/`)).body;
    assert.deepEqual([plain.highlighted_text, plain.highlights], [undefined, undefined]);
    const first = await doctor.get(`${C}/${room}/messages/${query('MÜDE', { limit: '1' })}`);
    assert.deepEqual(
      first.body.map(({ seq }: { seq: number }) => seq),
      [3],
    );
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const { pathname, search } = new URL(next);
    assert.equal(new URLSearchParams(search).get('before'), '3');
    const second = await doctor.get(`${pathname}${search}`);
    assert.deepEqual(
      second.body.map(({ seq }: { seq: number }) => seq),
      [1],
    );
  });

  it('goes by dates, with and without words', async () => {
    for (const [more, expected] of [
      [{ date_from: '2026-01-01', date_to: '9999-12-31' }, 2],
      [{ date_to: '2026-01-01' }, 0],
      [{ date_from: '9999-01-01T00:00:00Z' }, 0],
    ] as const) {
      assert.equal((await doctor.get(`${C}/${room}/messages/${query('mude', more)}`)).body.length, expected);
      const listed = await doctor.get(`${C}/${room}/messages/?${new URLSearchParams(more).toString()}`);
      assert.equal(listed.body.length, expected * 2);
    }
  });

  it('goes over the rooms of one patient, and never over a whole list', async () => {
    const of = (patientId: string, search: string) => `${C}/${query(search, { patient: patientId })}`;
    const [found] = (await doctor.get(of(patientIs.id, 'headache'))).body;
    assert.deepEqual(
      [found.id, found.matches.map(({ message }: { message: string }) => message), found.matches[0].highlighted_text],
      [room, ['Headache'], 'Headache'],
    );
    assert.equal((await patient.get(of(patientIs.id, 'headache'))).body.length, 1);
    for (const path of [of(patientIs.id, 'not there'), of(randomUUID(), 'headache')]) {
      assert.deepEqual((await doctor.get(path)).body, []);
    }
    const everywhere = await doctor.get(`${C}/${query('headache')}`);
    assert.deepEqual([everywhere.status, everywhere.body.field], [400, 'search']);
    assert.equal((await doctor.get(`${C}/?patient=${patientIs.id}`)).body[0].matches, undefined);
  });

  it('refuses what is no search', async () => {
    const cases: readonly (readonly [string, string])[] = [
      [query(' '), 'search'],
      [query('\u0301'), 'search'],
      [query('a\nb'), 'search'],
      [query('x'.repeat(201)), 'search'],
      [query('a', { after: '1' }), 'search'],
      [query('a', { since: '1' }), 'search'],
      [query('a', { date_from: 'yesterday' }), 'date_from'],
      [query('a', { date_to: '2026-02-30' }), 'date_to'],
      ['?since=1&date_from=2026-12-01', 'since'],
      ['?date_to=soon', 'date_to'],
    ];
    for (const [text, field] of cases) {
      const { status, body } = await doctor.get(`${C}/${room}/messages/${text}`);
      assert.deepEqual([status, body.field], [400, field], `${text}: ${JSON.stringify(body)}`);
    }
    for (const text of [query(' ', { patient: patientIs.id }), query('a', { patient: 'x' })]) {
      assert.equal((await doctor.get(`${C}/${text}`)).status, 400, text);
    }
    const stranger = await ApiClient.signIn(clinic, await clinic.person('patient'));
    assert.equal((await stranger.get(`${C}/${room}/messages/${query('mude')}`)).status, 404);
  });
});
