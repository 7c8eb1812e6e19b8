import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import type { ApiClient } from '../../support/client.js';
import { Stage } from '../../support/stage.js';

const HOUR = 3_600_000;
const SYMPTOMS = 'a cough that staff do not read';

interface JsonPayload {
  readonly metadata: Readonly<Record<string, string>>;
  readonly data: string;
}

let stage: Stage;
before(async () => {
  stage = await Stage.open({
    KEEPWELL_EMBEDDED: 'false',
    REQUIRE_VERIFIED_DOCTORS: 'false',
    REQUIRE_MFA_ROLES: 'none',
  });
});
after(() => stage?.close());

test('staff decode what happened in their clinic, without clinical text, and nothing of another clinic', async () => {
  const payloads = await payloadsOf((await stage.hold(30 * HOUR, undefined, SYMPTOMS)).id);
  const receptionist = await stage.signIn('receptionist');
  const own = await decoded(receptionist, payloads);
  const texts = own.map(({ data }) => Buffer.from(data, 'base64').toString('utf8'));
  assert.ok(
    texts.some((text) => text.includes('"symptoms":"(clinical text)"')),
    texts.join('\n'),
  );
  assert.ok(texts.every((text) => !text.includes(SYMPTOMS)));

  const elsewhere = randomUUID();
  const clinic = { id: elsewhere, name: 'Elsewhere', slug: 'elsewhere', timezone: 'UTC', phone: null };
  await stage.clinic.core.unitOfWork.withScope(SYSTEM, (scope) => scope.clinics.create({ ...clinic, currency: 'aud' }));
  const stranger = await stage.clinic.person('admin');
  await stage.sql('update memberships set clinic_id = $2 where user_id = $1', [stranger.id, elsewhere]);
  assert.deepEqual(await decoded(await stage.as(stranger), payloads), payloads, 'they stay sealed');
  const looks = "select 1 from audit_events where action = 'payload.decoded' and actor_user_id = $1";
  assert.equal((await stage.sql(looks, [stranger.id])).length, 0);
  assert.equal((await stage.sql(looks, [receptionist.person?.id])).length, 1);
});

/** Every payload of a run, as the Temporal UI sends it to the codec. */
async function payloadsOf(id: string): Promise<readonly JsonPayload[]> {
  const found: JsonPayload[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    const { metadata, data } = value as { metadata?: Record<string, Uint8Array>; data?: Uint8Array };
    if (metadata && data instanceof Uint8Array) {
      const texts = Object.entries(metadata).map(([name, of]) => [name, Buffer.from(of).toString('base64')]);
      found.push({ metadata: Object.fromEntries(texts), data: Buffer.from(data).toString('base64') });
    } else for (const member of Object.values(value)) visit(member);
  };
  visit((await stage.handle({ id }).fetchHistory()).events);
  const isSealed = ({ metadata }: JsonPayload) =>
    Buffer.from(metadata.encoding ?? '', 'base64').toString() === 'binary/encrypted';
  return found.filter(isSealed);
}

async function decoded(by: ApiClient, payloads: readonly JsonPayload[]): Promise<readonly JsonPayload[]> {
  const reply = await by.post('/codec/decode', { payloads }, null);
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  return reply.body.payloads;
}
