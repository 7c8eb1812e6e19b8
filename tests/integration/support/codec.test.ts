import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { EncryptionCodec } from '../../../src/adapters/temporal/codec.js';
import { jsonCodec } from '../../../src/adapters/temporal/json-codec.js';
import type { JsonPayload } from '../../../src/adapters/temporal/port.js';
import { KeyRing } from '../../../src/config/key-ring.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { DomainError } from '../../../src/domain/errors.js';
import { until } from '../../support/client.js';
import { WorkflowHarness } from '../../support/workflow-harness.js';

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const old = new EncryptionCodec(KeyRing.parse(key('2030', 1)));
const rotated = new EncryptionCodec(KeyRing.parse(`${key('2031', 2)},${key('2030', 1)}`));

const payload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value) ?? {};
const value = (of: Payload | undefined) => of && defaultPayloadConverter.fromPayload(of);
const text = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString();

describe('the codec', () => {
  it('hides every payload and names the key, and nothing else', async () => {
    const [sealed, second] = await old.encode([payload({ symptoms: 'chest pain' }), payload(null)]);
    assert.deepEqual(Object.keys(sealed?.metadata ?? {}).sort(), ['encoding', 'encryption-key-id']);
    assert.equal(text(sealed?.metadata?.encoding), 'binary/encrypted');
    assert.equal(text(sealed?.metadata?.['encryption-key-id']), '2030');
    assert.ok(!Buffer.from(sealed?.data ?? []).includes('chest'));
    const opened = await old.decode([sealed ?? {}, second ?? {}]);
    assert.deepEqual(opened.map(value), [{ symptoms: 'chest pain' }, null]);
  });

  it('opens what an older key sealed, and what was plain before there was a key', async () => {
    const before = await old.encode([payload('before')]);
    assert.deepEqual((await rotated.decode([...before, payload('plain')])).map(value), ['before', 'plain']);
    const after = await rotated.encode([payload('after')]);
    assert.equal(text(after[0]?.metadata?.['encryption-key-id']), '2031');
  });

  it('refuses a key that is not on the ring, and data that were changed', async () => {
    await assert.rejects(old.decode(await rotated.encode([payload('x')])), /unknown encryption key id 2031/);
    const [sealed] = await old.encode([payload('x')]);
    const data = Uint8Array.from(sealed?.data ?? []);
    data[data.length - 1] = (data.at(-1) ?? 0) ^ 1;
    await assert.rejects(old.decode([{ ...sealed, data }]));
    await assert.rejects(old.decode([{ metadata: sealed?.metadata ?? {} }]), 'nothing at all');
  });

  it("speaks the Temporal UI's JSON, both ways", async () => {
    const codec = jsonCodec(KeyRing.parse(key('2030', 1)));
    const base64 = (plain: string) => Buffer.from(plain).toString('base64');
    const typed = { metadata: { encoding: base64('json/plain') }, data: base64('{"by":"mia"}') };
    const [sealed] = await codec.encode([typed]);
    assert.notEqual(sealed?.data, typed.data);
    assert.deepEqual(await codec.decode([sealed ?? {}]), [{ payload: typed, sealed: true, workflowId: null }]);
    const plain = { payload: { metadata: typed.metadata }, sealed: false, workflowId: null };
    assert.deepEqual(await codec.decode([{ metadata: typed.metadata }]), [plain], 'no data');
  });

  it('seals whose payload it is, and only what it sealed may say so', async () => {
    const keys = KeyRing.parse(key('2030', 1));
    const context = { type: 'workflow', namespace: 'default', workflowId: 'appointment-7' } as const;
    const [sealed] = await new EncryptionCodec(keys).encode([payload('x')], context);
    const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
    const metadata = Object.fromEntries(Object.entries(sealed?.metadata ?? {}).map(([name, of]) => [name, base64(of)]));
    const codec = jsonCodec(keys);
    const claimed = { ...metadata, 'workflow-id': Buffer.from('another').toString('base64') };
    const [decoded] = await codec.decode([{ metadata: claimed, data: base64(sealed?.data) }]);
    assert.equal(decoded?.workflowId, 'appointment-7');
    assert.deepEqual(Object.keys(decoded?.payload.metadata ?? {}), ['encoding']);
    const typed = { encoding: Buffer.from('json/plain').toString('base64'), 'workflow-id': claimed['workflow-id'] };
    assert.equal((await codec.decode([{ metadata: typed, data: '' }]))[0]?.workflowId, null);
  });

  it('refuses what is no payload in a sentence', async () => {
    const codec = jsonCodec(KeyRing.parse(key('2030', 1)));
    const encoding = Buffer.from('binary/encrypted').toString('base64');
    const changed = { metadata: { encoding, 'encryption-key-id': 'MjAzMA==' }, data: 'AAAA' };
    const garbage = [
      changed,
      { metadata: { encoding } },
      { metadata: { encoding: 7 } },
      { data: 7 },
      { metadata: [] },
      [],
    ];
    for (const one of garbage) {
      await assert.rejects(
        codec.decode([one as JsonPayload]),
        (error) => error instanceof DomainError && error.code === 'validation_failed',
        JSON.stringify(one),
      );
    }
  });
});

describe('what the engine stores', () => {
  let harness: WorkflowHarness;
  before(async () => {
    harness = await WorkflowHarness.open();
  });
  after(() => harness.close());

  it('is unreadable: inputs, answers, reasons, failures, summaries, details', async () => {
    const record = harness.record();
    const secrets = ['chest pain', 'the patient rang', 'Ms Testname'];
    const command = {
      slotId: randomUUID(),
      patientId: randomUUID(),
      bodyHash: 'hash',
      consultationType: null,
      symptoms: 'chest pain',
    };
    const slot = { clinicId: randomUUID(), doctorId: randomUUID(), startsAt: new Date() };
    await harness.engine.book({ actor: SYSTEM, appointmentId: record.id, command, slot, updateId: 'book' });
    record.steps.startCheckout = () => {
      throw new DomainError('payments_disabled', 'a sentence of a refusal');
    };
    await harness.refused('payments_disabled', harness.update(record, 'checkout'));
    record.steps.lookUpPayment = () => {
      throw new Error('Ms Testname broke it');
    };
    await harness.sendPaymentEvent(record);
    await until('the failure', async () => record.called('lookUpPayment').length >= 2);
    await harness.update(record, 'cancel', { reason: 'the patient rang' });
    await harness.outcome(record);
    const raw = await harness.client.connection.workflowService.getWorkflowExecutionHistory({
      namespace: 'default',
      execution: { workflowId: record.id },
      skipArchival: true,
    });
    const events = raw.history?.events ?? [];
    assert.ok(events.length > 20);
    const stored = events.map((event) => Buffer.from(JSON.stringify(event, bytesAsText)).toString()).join('\n');
    for (const secret of [...secrets, 'Open the payment page', 'Consultation', 'Slot held']) {
      assert.ok(!stored.includes(secret), `${secret} is readable`);
    }
    assert.ok(stored.includes(record.id), 'only ids are');
  });

  it('cannot be read with another key', async () => {
    const record = await harness.held();
    const other = new EncryptionCodec(KeyRing.parse(key(randomUUID().slice(0, 8), 3)));
    const raw = await harness.client.connection.workflowService.getWorkflowExecutionHistory({
      namespace: 'default',
      execution: { workflowId: record.id },
    });
    const input = raw.history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    assert.equal(input.length, 1);
    await assert.rejects(other.decode([...input]), /unknown encryption key/);
  });
});

/** Bytes as the text that they would be, were they not encrypted. */
function bytesAsText(_key: string, item: unknown): unknown {
  if (item instanceof Uint8Array) return Buffer.from(item).toString('latin1');
  const buffer = item as { type?: string; data?: number[] } | null;
  return buffer?.type === 'Buffer' && buffer.data ? Buffer.from(buffer.data).toString('latin1') : item;
}
