import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { ROLES } from '../../../src/domain/roles.js';
import { openPool, type Pool } from '../../../src/models/connection.js';
import { createLogger } from '../../../src/observability/logger.js';
import { type Document, routesOf } from '../../../tools/openapi/document.js';
import { call, startApi, type TestApi } from '../../support/api-skeleton.js';

const document: Document = JSON.parse(
  readFileSync(new URL('../../../src/api/generated/openapi.json', import.meta.url), 'utf8'),
);
const secured = routesOf(document).filter(({ operation }) => operation['x-permissions']?.length);

/** Input that no route takes: whoever may not use the route has to hear of that first. */
const WRONG: readonly { readonly name: string; readonly query: string; readonly body: unknown }[] = [
  { name: 'nothing', query: '', body: {} },
  { name: 'unknown names', query: '?colour=red', body: { colour: 'red' } },
  { name: 'wrong types', query: '?limit=x&cursor=x&from=x&clinic=x', body: { reason: 7, status: [], amount: 'x' } },
  { name: 'odd characters', query: '?from=%00', body: { reason: 'a\u0000b' } },
  { name: 'a list', query: '', body: [1] },
];

describe('whoever may not use a route is told so before anything is said about the input', () => {
  let nowhere: Pool;
  let api: TestApi;

  before(async () => {
    const logger = createLogger('error', 'test');
    // Port 1 refuses: a permission is decided without the database here.
    nowhere = openPool(
      { url: 'postgres://nobody@127.0.0.1:1/none', max: 1, statementTimeoutMs: 1000, applicationName: 'test' },
      logger,
    );
    api = await startApi(nowhere, {}, (services) => ({
      ...services,
      users: {
        ...services.users,
        authenticate: async (token) => {
          const role = ROLES.find((one) => one === token);
          assert.ok(role);
          return {
            kind: 'user',
            membershipId: null,
            userId: randomUUID(),
            role,
            permissions: ROLE_PERMISSIONS[role],
            clinicIds: [],
            sessionId: randomUUID(),
          };
        },
      },
    }));
  });
  after(async () => {
    await api.close();
    await nowhere.end();
  });

  async function send(method: string, path: string, { query, body }: (typeof WRONG)[number], token?: string) {
    const concrete = path.replace(/\{[^}]+\}/g, 'no-uuid');
    const withBody = /post|put|patch/.test(method) ? { body } : {};
    return call(api, method.toUpperCase(), `${concrete}${query}`, { ...withBody, ...(token ? { token } : {}) });
  }

  for (const { path, method, operation } of secured) {
    it(`${method} ${path}`, async () => {
      for (const wrong of WRONG) {
        const anonymous = await send(method, path, wrong);
        assert.deepEqual([anonymous.status, anonymous.body.code], [401, 'unauthenticated'], wrong.name);
        for (const role of ROLES.filter((one) => !operation['x-roles']?.includes(one))) {
          const refused = await send(method, path, wrong, role);
          assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden'], `${role}: ${wrong.name}`);
        }
      }
    });
  }

  it('whoever may use a route hears of a parameter that it does not know', async () => {
    for (const { path, method, operation } of secured) {
      const role = operation['x-roles']?.[0];
      assert.ok(role, `${method} ${path} is for somebody`);
      const body = operation.requestBody?.content['multipart/form-data'] ? formWithFile() : {};
      const refused = await send(method, path, { name: '', query: '?colour=red&%0A=1', body }, role);
      assert.deepEqual([refused.status, refused.body.code], [400, 'validation_failed'], `${method} ${path}`);
      const fields = refused.body.fields.map(({ field }: { field: string }) => field);
      assert.ok(fields.includes('colour'), `${method} ${path}: ${fields}`);
    }
  });

  it('one refusal names every field, each with a sentence, and says in one what to correct', async () => {
    const query = '?limit=0&from=yesterday&to=2026-02-30&timezone=Mars/Phobos&cursor=orders.1&doctor=me&colour=red';
    const { body } = await call(api, 'GET', `/api/v1/appointments/availabilities/list${query}`, { token: 'patient' });
    const fields = body.fields as readonly { readonly field: string; readonly message: string }[];
    assert.deepEqual(fields.map(({ field }) => field).sort(), [
      'colour',
      'cursor',
      'doctor',
      'from',
      'limit',
      'timezone',
      'to',
    ]);
    for (const { message } of fields) assert.match(message, /^\S.*[.]$/);
    assert.match(body.error, /^Please correct colour, .+ and .+\.$/);
  });

  it('refuses the cursor of another list', async () => {
    const cursor = (list: string) => `${list}.1764300000000.${randomUUID()}`;
    const ask = (list: string, by: string) => call(api, 'GET', `/api/v1/orders?cursor=${cursor(list)}`, { token: by });
    for (const list of ['appointments', 'appointments-availabilities-list', 'Orders', '']) {
      const refused = await ask(list, 'patient');
      assert.deepEqual([refused.status, refused.body.field], [400, 'cursor'], list);
    }
    // The database that is not there is asked: the cursor was understood.
    assert.notEqual((await ask('orders', 'patient')).status, 400);
  });

  it('names what is wrong with a body member by member', async () => {
    const { body } = await call(api, 'POST', '/api/v1/appointments/availabilities', {
      token: 'receptionist',
      body: { start_time: 'noon', end_time: 7, slot_type: 'medium', doctor: 'me', colour: 'red', timezone: 'a\u0000' },
    });
    assert.deepEqual(
      Object.fromEntries(body.fields.map(({ field, message }: { field: string; message: string }) => [field, message])),
      {
        timezone: 'Control characters and broken characters are not allowed.',
        start_time: 'Use a time with its offset, such as 2026-11-21T09:00:00Z.',
        end_time: 'end_time has to be a text.',
        slot_type: 'slot_type has to be one of short, long.',
        doctor: 'Invalid doctor format. Must be a valid UUID.',
        colour: 'colour is not known here.',
      },
    );
  });
});

function formWithFile(): FormData {
  const form = new FormData();
  form.set('file', new Blob(['%PDF-1.7']), 'a.pdf');
  return form;
}
