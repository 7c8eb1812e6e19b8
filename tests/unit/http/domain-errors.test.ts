import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { ValidateError } from '@tsoa/runtime';
import type { Request, Response } from 'express';
import { asActivity } from '../../../src/activities/failures.js';
import { ProviderRefused, ProviderUnavailable } from '../../../src/adapters/payments/port.js';
import { errorHandler, unknownRoute } from '../../../src/api/http/error-mapper.js';
import { HTTP_STATUS } from '../../../src/api/http/problem.js';
import { ANONYMOUS, actorLabel, actorUserId, may, SYSTEM, type UserActor } from '../../../src/domain/actor.js';
import { AUDIT_ACTIONS } from '../../../src/domain/audit.js';
import {
  DomainError,
  ERROR_CODES,
  type ErrorCode,
  invalid,
  isErrorCode,
  notFound,
} from '../../../src/domain/errors.js';
import { API_KEY_SCOPES } from '../../../src/domain/identity/api-keys.js';
import { appointmentWorkflowId, isUuid, paymentEventWorkflowId } from '../../../src/domain/ids.js';
import { PERMISSIONS, ROLE_PERMISSIONS } from '../../../src/domain/permissions.js';
import { actsForClinic, CLINIC_ROLES, ROLES } from '../../../src/domain/roles.js';
import { withContext } from '../../../src/observability/context.js';
import type { Logger } from '../../../src/observability/logger.js';
import {
  isDefinite,
  isStale,
  toRefusalFailure,
  refusalFailure as workflowRefusal,
} from '../../../src/workflows/support/failures.js';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly logged: number;
}

/** What the API answers when a request ends with this error. */
function answerTo(error: unknown, headersSent = false): Answer {
  const answer = { status: 0, headers: {} as Record<string, string>, body: {} as Record<string, unknown>, logged: 0 };
  const response = {
    headersSent,
    locals: {},
    setHeader: (name: string, value: string) => {
      answer.headers[name] = value;
    },
    status(code: number) {
      answer.status = code;
      return response;
    },
    type: () => response,
    send: (text: string) => {
      answer.body = JSON.parse(text);
    },
  };
  const logger = { error: () => (answer.logged += 1) } as unknown as Logger;
  const handler = error === 'route' ? unknownRoute() : errorHandler(logger);
  const request = { method: 'GET', path: '/nothing' } as Request;
  if (error === 'route')
    (handler as ReturnType<typeof unknownRoute>)(request, response as unknown as Response, () => undefined);
  else (handler as ReturnType<typeof errorHandler>)(error, request, response as unknown as Response, () => undefined);
  return answer;
}

describe('the error table', () => {
  const EXPECTED: Readonly<Record<ErrorCode, number>> = {
    validation_failed: 400,
    unauthenticated: 401,
    forbidden: 403,
    token_invalid: 400,
    upload_rejected: 400,
    alerts_open: 409,
    supply_refused: 409,
    not_ready: 409,
    reauthentication_required: 403,
    break_glass_required: 403,
    version_conflict: 409,
    preview_stale: 409,
    undo_blocked: 409,
    import_running: 409,
    room_closed: 409,
    consent_required: 403,
    not_found: 404,
    slot_taken: 400,
    slot_unavailable: 409,
    slot_length: 400,
    overlap: 409,
    order_exists: 400,
    identifier_taken: 409,
    payments_disabled: 409,
    invalid_transition: 409,
    idempotency_conflict: 422,
    rate_limited: 429,
    payload_too_large: 413,
    unsupported_media_type: 415,
    compliance_violation: 400,
    provider_refused: 422,
    provider_unavailable: 503,
    unavailable: 503,
    internal: 500,
  };

  it('is the one of the contract', () => assert.deepEqual(HTTP_STATUS, EXPECTED));

  for (const code of ERROR_CODES) {
    it(`${code} answers ${EXPECTED[code]} with a problem document`, () => {
      const { status, body, headers, logged } = answerTo(new DomainError(code, 'A sentence.', { status: 'booked' }));
      assert.equal(status, EXPECTED[code]);
      assert.deepEqual([body.status, body.code, body.type], [status, code, `urn:keepwell:problem:${code}`]);
      assert.equal(body.current_status, 'booked', "the record's own status never hides the one of HTTP");
      assert.ok(body.title);
      assert.equal(body.error, code === 'internal' ? 'Something went wrong on our side.' : 'A sentence.');
      assert.equal(logged, status >= 500 ? 1 : 0, 'logged once when it is ours');
      assert.equal(headers['Retry-After'], status === 503 || status === 429 ? '2' : undefined);
      assert.equal(headers['WWW-Authenticate'], status === 401 ? 'Bearer' : undefined);
    });
  }

  it('keeps what the contract names, and the request id', () => {
    const error = new DomainError('rate_limited', 'Slow down.', { retryAfter: 60, limitType: 'login_attempts' });
    const { body, headers } = withContext({ requestId: 'r-1' }, () => answerTo(error));
    assert.deepEqual([body.retry_after, body.limit_type, body.request_id], [60, 'login_attempts', 'r-1']);
    assert.equal(headers['Retry-After'], '60');
    assert.equal(answerTo(notFound('Slot')).body.request_id, null);
  });

  it('marks what is invalid, and what a law forbids', () => {
    const { body } = answerTo(invalid('price', 'Use a number.'));
    assert.deepEqual(
      [body.validation_failed, body.field, body.fields],
      [true, 'price', [{ field: 'price', message: 'Use a number.' }]],
    );
    assert.equal(answerTo(new DomainError('compliance_violation', 'No.')).body.compliance_violation, true);
    assert.equal(
      answerTo(new DomainError('forbidden', 'No.', { complianceViolation: true })).body.compliance_violation,
      true,
    );
  });

  it('says nothing when an answer is on its way', () => assert.equal(answerTo(notFound('Slot'), true).status, 0));
  it('knows no such route', () => assert.equal(answerTo('route').status, 404));
});

describe('errors that are not ours', () => {
  const named = (name: string, more: object = {}) =>
    Object.assign(new Error('patient@example.org was here'), { name }, more);
  const cases: readonly [string, unknown, ErrorCode][] = [
    ['a body that is too large', named('E', { type: 'entity.too.large' }), 'payload_too_large'],
    ['a file that is too large', named('MulterError', { code: 'LIMIT_FILE_SIZE' }), 'payload_too_large'],
    ['an encoding', named('E', { type: 'encoding.unsupported' }), 'unsupported_media_type'],
    ['a charset', named('E', { type: 'charset.unsupported' }), 'unsupported_media_type'],
    ['no JSON', named('SyntaxError', { type: 'entity.parse.failed' }), 'validation_failed'],
    ['an upload', named('MulterError', { code: 'LIMIT_UNEXPECTED_FILE' }), 'validation_failed'],
    ['a malformed path', named('URIError', { status: 400 }), 'validation_failed'],
    ['a library that failed', named('E', { status: 502 }), 'internal'],
    ['a bug', named('TypeError'), 'internal'],
    ['no error at all', 'just a text', 'internal'],
    ['nothing', undefined, 'internal'],
  ];
  for (const [name, error, code] of cases) {
    it(`${name} is ${code}`, () => {
      const { body } = answerTo(error);
      assert.equal(body.code, code);
      assert.doesNotMatch(JSON.stringify(body), /example\.org/, 'what they say stays inside');
    });
  }

  it('a refused input names its fields in one spelling, without their values', () => {
    const { body } = answerTo(
      new ValidateError(
        {
          'body.lines.$0.qty': { message: 'invalid integer number', value: 'secret' },
          'body.x': { message: '"x" is an excess property and therefore is not allowed' },
          'body.kind': { message: 'Could not match the union against any of the items. Issues: secret' },
          'body.model': { message: 'No matching model found in allOf: secret' },
          'body.phone': { message: "Not match in '^\\\\+'" },
          limit: { message: '' },
        },
        '',
      ),
    );
    assert.deepEqual(body.fields, [
      { field: 'lines.0.qty', message: 'lines.0.qty has to be a whole number.' },
      { field: 'x', message: 'x is not known here.' },
      { field: 'kind', message: 'kind is not valid.' },
      { field: 'model', message: 'model is not valid.' },
      { field: 'phone', message: 'phone does not have the right form.' },
      { field: 'limit', message: 'limit is not valid.' },
    ]);
    assert.equal(body.field, 'lines.0.qty');
    assert.deepEqual(answerTo(new ValidateError({}, '')).body.error, 'The input is not valid.');
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}`, { message: 'm' }]));
    assert.equal((answerTo(new ValidateError(many, '')).body.fields as unknown[]).length, 20);
  });
});

describe('activities', () => {
  const failing = async (error: unknown): Promise<ApplicationFailure> => {
    try {
      await asActivity(async () => {
        throw error;
      })();
    } catch (thrown) {
      return thrown as ApplicationFailure;
    }
    throw new Error('it did not fail');
  };

  for (const code of ERROR_CODES) {
    const transient = code === 'unavailable' || code === 'provider_unavailable';
    it(`${code} ${transient ? 'is tried again' : 'ends the step'}, and reaches the workflow`, async () => {
      const failure = await failing(new DomainError(code, 'A sentence.', { field: 'x' }));
      assert.deepEqual([failure.type, failure.message, failure.nonRetryable], [code, 'A sentence.', !transient]);
      const refused = toRefusalFailure(new DomainError(code, 'A sentence.', { field: 'x' }));
      assert.deepEqual([refused.type, refused.nonRetryable, refused.details], [code, true, [{ field: 'x' }]]);
      assert.equal(isDefinite(refused), !transient && code !== 'internal');
      assert.equal(isStale(refused), code === 'invalid_transition');
    });
  }

  it('a provider that is away or says no is tried again', async () => {
    for (const error of [new ProviderUnavailable('down'), new ProviderRefused('card_declined', true)]) {
      const failure = await failing(error);
      assert.equal(failure.nonRetryable, false);
      assert.match(failure.type ?? '', /^provider_/);
    }
  });

  it('leaves what it does not know alone', async () => {
    const bug = new TypeError('x');
    assert.equal(await failing(bug), bug);
    const own = ApplicationFailure.retryable('again', 'undecided');
    assert.equal(await failing(own), own);
    assert.equal(await asActivity(async (n: number) => n + 1)(1), 2);
  });

  it('whatever a handler throws leaves the workflow as a failure that a caller understands', () => {
    // A local step's failure comes bare: what it was of is no code of ours, and nobody knows what it did.
    const local = ApplicationFailure.retryable('broken pipe', 'Error');
    for (const error of [new Error('bug'), 'text', undefined, local]) {
      const refused = toRefusalFailure(error);
      assert.deepEqual([refused.type, refused.nonRetryable], ['unavailable', true]);
    }
    const own = toRefusalFailure(workflowRefusal(notFound('Slot')));
    assert.deepEqual([own.type, own.message, own.nonRetryable], ['not_found', 'Slot not found.', true]);
  });
});

describe('codes and ids', () => {
  it('knows its codes', () => {
    for (const code of ERROR_CODES) assert.ok(isErrorCode(code));
    for (const other of ['undecided', '', 7, null, undefined]) assert.equal(isErrorCode(other), false);
    assert.equal(new Set(ERROR_CODES).size, ERROR_CODES.length);
    assert.equal(notFound('Slot').message, 'Slot not found.');
  });

  it('knows a UUID of any version and case', () => {
    for (const id of [randomUUID(), randomUUID().toUpperCase(), '00000000-0000-0000-0000-000000000000'])
      assert.ok(isUuid(id));
    for (const id of ['', 'x', `${randomUUID()}0`, randomUUID().replaceAll('-', ''), null, 7, undefined]) {
      assert.equal(isUuid(id), false);
    }
  });

  it('an appointment and its workflow share an id; a provider object has its own', () => {
    assert.equal(appointmentWorkflowId('a-1'), 'a-1');
    assert.equal(paymentEventWorkflowId('stripe', 'cs_1'), 'payment-event/stripe/cs_1');
  });

  it('audit actions are spelled alike', () => {
    for (const action of AUDIT_ACTIONS) assert.match(action, /^[a-z_]+\.[a-z_]+$/);
    assert.equal(new Set(AUDIT_ACTIONS).size, AUDIT_ACTIONS.length);
  });
});

describe('roles', () => {
  const user: UserActor = {
    kind: 'user',
    membershipId: null,
    userId: 'u',
    role: 'nurse',
    permissions: ROLE_PERMISSIONS.nurse,
    clinicIds: ['c'],
    sessionId: 's',
  };

  it('have known permissions, each once', () => {
    for (const role of ROLES) {
      const list = ROLE_PERMISSIONS[role];
      assert.equal(new Set(list).size, list.length, role);
      for (const permission of list) assert.ok(PERMISSIONS.includes(permission));
    }
    const keys: readonly string[] = API_KEY_SCOPES;
    for (const permission of PERMISSIONS) {
      assert.ok(
        ROLES.some((role) => ROLE_PERMISSIONS[role].includes(permission)) || keys.includes(permission),
        `somebody may ${permission}`,
      );
    }
  });

  it('only an accountant and an administrator move money by hand', () => {
    const may = ROLES.filter((role) => ROLE_PERMISSIONS[role].includes('staff:money'));
    assert.deepEqual(may, ['admin', 'accountant']);
  });

  it('act for the clinic or for themselves', () => {
    assert.deepEqual(ROLES.filter(actsForClinic), ['admin', 'receptionist', 'nurse']);
    assert.deepEqual(CLINIC_ROLES.length, 3);
  });

  it('a signed-in person may what their token says; nobody else may anything', () => {
    assert.equal(may(user, 'appointments:read'), true);
    assert.equal(may(user, 'staff:money'), false);
    for (const actor of [null, SYSTEM, ANONYMOUS, { kind: 'temporal_ui', claims: 'x' } as const]) {
      assert.equal(may(actor, 'appointments:read'), false);
    }
  });

  it('are named in history as what is known of them', () => {
    assert.deepEqual([actorLabel(user), actorUserId(user)], ['nurse', 'u']);
    assert.deepEqual([actorLabel(SYSTEM), actorUserId(SYSTEM)], ['keepwell', null]);
    assert.equal(actorLabel({ kind: 'temporal_ui', claims: 'mia' }), 'temporal-ui (claims mia)');
  });
});
