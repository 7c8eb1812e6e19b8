import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Services } from '../../../src/api/http/services.js';
import { PAY_LINK_STATES } from '../../../src/domain/appointments/payment-pages.js';
import { DomainError } from '../../../src/domain/errors.js';
import type { PayLinkAnswer } from '../../../src/usecases/appointments/follow-pay-link.js';
import { type TestService, useTestPostgres } from '../../../tools/launcher/testing.js';
import {
  call,
  freshDatabase,
  NO_LIMITS,
  startApi,
  type TestApi,
  type TestDatabase,
} from '../../support/api-skeleton.js';

describe('a link to a payment, over HTTP', () => {
  let postgres: TestService;
  let database: TestDatabase;
  let api: TestApi;
  let answer: () => PayLinkAnswer;

  const open = (points: number | null) =>
    startApi(
      database.api,
      {
        limits: { ...NO_LIMITS, api: points === null ? null : { points, perMs: 60_000 } },
      },
      (services) =>
        ({
          ...services,
          orders: { followPayLink: async () => answer() },
          paymentPages: {
            ...services.paymentPages,
            payPage: (page: { readonly state: string }) => `<h1>${page.state}</h1>`,
          },
        }) as unknown as Services,
    );

  before(async () => {
    postgres = await useTestPostgres();
    database = await freshDatabase(postgres.url);
    api = await open(null);
  });
  after(async () => {
    await api?.close();
    await database?.drop();
    await postgres?.stop();
  });

  it('is a page in words for everything that can be in the way, with the status that says so', async () => {
    const seen: Record<string, number> = {};
    for (const state of PAY_LINK_STATES) {
      answer = () => ({ state });
      const page = await call(api, 'GET', '/pay/token');
      assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
      assert.match(page.body, new RegExp(`<h1>${state}</h1>`));
      seen[state] = page.status;
    }
    assert.deepEqual(seen, {
      unknown: 404,
      paid: 200,
      under_way: 200,
      looked_after: 409,
      nothing_due: 409,
      too_late: 410,
      cancelled: 410,
      unavailable: 503,
      refused: 409,
    });
    answer = () => ({ state: 'refused', sentence: 'Not now.', code: 'validation_failed' });
    assert.equal((await call(api, 'GET', '/pay/token')).status, 400, 'what the refusal means to HTTP');
  });

  it('says so in words when the database or the engine is away', async () => {
    answer = () => {
      throw new DomainError('unavailable', 'The service is out of reach.', { retryAfter: 7 });
    };
    const page = await call(api, 'GET', '/pay/token');
    assert.deepEqual([page.status, page.headers.get('retry-after')], [503, '7']);
    assert.match(page.body, /unavailable/);
  });

  it('counts against the limit of its address, because each first visit opens a checkout', async () => {
    const limited = await open(2);
    try {
      answer = () => ({ state: 'paid' });
      const statuses: number[] = [];
      for (const _visit of [1, 2, 3]) statuses.push((await call(limited, 'GET', '/pay/token')).status);
      assert.deepEqual(statuses, [200, 200, 429]);
      const page = await call(limited, 'GET', '/pay/token');
      assert.match(page.headers.get('retry-after') ?? '', /^\d+$/);
      assert.match(page.body, /<h1>unavailable/);
    } finally {
      await limited.close();
    }
  });
});
