import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { ApplicationFailure, defaultPayloadConverter, type ProtoFailure } from '@temporalio/common';
import proto from '@temporalio/proto';
import { failureConverter } from '../../../src/adapters/temporal/failure-converter.cjs';
import { DomainError } from '../../../src/domain/errors.js';
import { until } from '../../support/client.js';
import type { FakeRecord } from '../../support/fake-activities.js';
import { WorkflowHarness } from '../../support/workflow-harness.js';

const { UpdateWorkflowExecutionLifecycleStage } = proto.temporal.api.enums.v1;
const SECRET = 'Ms Testname';

let harness: WorkflowHarness;
before(async () => {
  harness = await WorkflowHarness.open();
});
after(() => harness.close());

/** Sends an update as the Temporal UI does, and answers the failure as the engine holds it: nothing is decoded. */
async function rawRefusal(record: FakeRecord, name: string, input: unknown): Promise<ProtoFailure> {
  const { outcome } = await harness.client.connection.workflowService.updateWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId: record.id },
    waitPolicy: {
      lifecycleStage: UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED,
    },
    request: {
      meta: { updateId: randomUUID(), identity: 'test' },
      input: { name, args: { payloads: [defaultPayloadConverter.toPayload(input) ?? {}] } },
    },
  });
  assert.ok(outcome?.failure, 'it was refused');
  return outcome.failure;
}

/** What is left of a failure without a key: its plain texts, down the chain of causes. */
function plainText(failure: ProtoFailure | null | undefined): string {
  if (!failure) return '';
  return [failure.message, failure.stackTrace, plainText(failure.cause)].filter(Boolean).join(' | ');
}

describe('without a codec server', () => {
  it('a refusal before history says why, without a stack trace', async () => {
    const record = await harness.booked();
    await harness.knows(record, { status: 'booked' });
    const wrong = await rawRefusal(record, 'extendPaymentWindow', { by: 'mia', reason: 'asked', minutes: -5 });
    assert.match(wrong.message ?? '', /^"minutes" must be a whole number of minutes from now, 1 to 1440/);
    const late = await rawRefusal(record, 'extendPaymentWindow', { by: 'mia', reason: 'asked', minutes: 5 });
    assert.match(late.message ?? '', /booked/);
    for (const failure of [wrong, late]) {
      assert.equal(failure.encodedAttributes ?? null, null);
      assert.equal(failure.stackTrace ?? '', '');
    }
    assert.equal(late.applicationFailureInfo?.type, 'invalid_transition');
  });

  it('a refusal by the step says why, in the answer and in the history', async () => {
    const record = await harness.booked();
    record.steps.issueRefund = () => {
      throw new DomainError('invalid_transition', 'Nothing was paid for this appointment.');
    };
    const failure = await rawRefusal(record, 'issueRefund', { by: 'mia', reason: SECRET });
    assert.equal(plainText(failure), 'Nothing was paid for this appointment.');
    const { events } = await harness.handle(record.id).fetchHistory();
    const completed = events?.find((event) => event.workflowExecutionUpdateCompletedEventAttributes);
    const stored = completed?.workflowExecutionUpdateCompletedEventAttributes?.outcome?.failure;
    assert.equal(plainText(stored), 'Nothing was paid for this appointment.');
    assert.equal(stored?.applicationFailureInfo?.category, 1, 'benign: no warning in the log');
  });

  it('an outage says that the service is unavailable; what broke stays sealed', async () => {
    const record = await harness.booked();
    record.steps.resendConfirmation = () => {
      throw new TypeError(`cannot read ${SECRET}`);
    };
    const failure = await rawRefusal(record, 'resendConfirmation', { by: 'mia', reason: 'asked' });
    assert.match(plainText(failure), /Please try again/);
    const history = await harness.handle(record.id).fetchHistory();
    const stored = Buffer.from(proto.temporal.api.history.v1.History.encode(history).finish()).toString('latin1');
    assert.ok(!stored.includes(SECRET), 'the secret is readable');
    assert.ok(!stored.includes('.ts:'), 'a stack trace is readable');
  });

  it('a step that fails again and again for reasons of its own is sealed, whoever wraps it', async () => {
    const record = await harness.booked();
    record.steps.lookUpPayment = () => {
      throw new Error(`${SECRET} broke it`);
    };
    await harness.sendPaymentEvent(record);
    const lastFailure = await until('a failed attempt', async () => {
      const about = await harness.handle(record.id).describe();
      return about.raw.pendingActivities?.find((one) => one.lastFailure)?.lastFailure;
    });
    assert.equal(plainText(lastFailure), 'Encoded failure');
    assert.ok(lastFailure.encodedAttributes?.data);
  });

  it('a workflow that ends with a refusal says why', async () => {
    const record = harness.record();
    record.steps.resumeRun = () => {
      throw new DomainError('not_found', 'Appointment not found.');
    };
    await harness.engine.resume(record.id);
    await assert.rejects(harness.handle(record.id).result());
    const { events } = await harness.handle(record.id).fetchHistory();
    const failed = events?.at(-1)?.workflowExecutionFailedEventAttributes?.failure;
    assert.equal(plainText(failed), 'Appointment not found.');
  });
});

describe('a chain of failures', () => {
  const convert = (error: unknown) => failureConverter.errorToFailure(error, defaultPayloadConverter);

  it('is decided link by link: a plain refusal may have a sealed cause', () => {
    const refusal = ApplicationFailure.create({
      type: 'not_found',
      message: 'Refund not found.',
      category: 'BENIGN',
      cause: new Error(SECRET),
    });
    assert.equal(plainText(convert(refusal)), 'Refund not found. | Encoded failure');
  });

  it('stays as it is when it is passed on, sealed or plain, once or twice', () => {
    for (const error of [new Error(SECRET), ApplicationFailure.create({ message: 'Sorry.', category: 'BENIGN' })]) {
      const first = failureConverter.failureToError(convert(error), defaultPayloadConverter);
      const second = failureConverter.failureToError(convert(first), defaultPayloadConverter);
      assert.equal(first.message, error.message);
      assert.equal(second.message, error.message);
      assert.equal(plainText(convert(second)), error instanceof ApplicationFailure ? 'Sorry.' : 'Encoded failure');
      assert.equal(plainText(convert(second)), plainText(convert(second)));
    }
  });

  it('does not believe the name of a foreign error', () => {
    for (const type of ['not_found', 'Error', 'error', 'internal']) {
      const foreign = ApplicationFailure.create({ type, message: SECRET });
      assert.equal(plainText(convert(foreign)), 'Encoded failure', type);
    }
  });
});
