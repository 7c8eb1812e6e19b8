import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import ajvFormats from 'ajv-formats';
import { APPOINTMENT_STATUSES } from '../../src/domain/appointments/states.js';
import { ERROR_CODES, LIMIT_TYPES } from '../../src/domain/errors.js';
import { PAYMENT_STATUSES } from '../../src/domain/payments/payment-status.js';
import { ROLES } from '../../src/domain/roles.js';
import { WEEKDAYS } from '../../src/domain/scheduling/slots.js';
import {
  type Document,
  isReference,
  type Media,
  partsOf,
  type Response,
  routesOf,
  type Schema,
} from '../../tools/openapi/document.js';

const read = (name: string): Document =>
  JSON.parse(readFileSync(new URL(`../../src/api/generated/${name}`, import.meta.url), 'utf8'));
const document = read('openapi.json');
const internal = read('openapi-internal.json');

/** Ids that a provider, a log or a law gives, and not we. */
const FOREIGN_IDS = [
  'request_id',
  'object_id',
  'provider_session_id',
  'provider_payment_id',
  'stripe_session_id',
  'tax_id',
  'resource_id',
  'client_message_id',
  'task_id',
  'pharmacist_id',
  'listUserActions?resource_id',
];
/** Stripe's own id once there is one, until then ours. */
/** What forms measure: a temperature is no whole number. */
const FIGURES =
  /^(.*\.)?(Answers(ByKey|Dto)|answers|score|min|max|from|to|at_least|equals|(Strength|DailyDose|Dose|RuleAmount)(View|Body)?[.]amount|(strength|max_daily_dose|dose|above)[.]amount|(.*[.])?(times_per_day|every_hours|max_per_day)|(Pack(View|Body)|ProductPack|pack)[.]size|(.*[.?])?((thc|cbd)(_m(in|ax))?|tga_category|price_per_mg_max|price_change_percent|usage_per_week|weeks_left|cover_weeks|lead_weeks|window_days))(\[\])*$/;
const MIXED_IDS = [
  'MoveAnswer.refund.id',
  'MoveAnswer.stripe_refund.id',
  'CancellationRefund.id',
  'ClinicalRuleView.id',
];

const ajv = ajvFormats.default(new Ajv({ strict: false, allErrors: true }));
ajv.addSchema({ $id: 'document', ...document });
ajv.addSchema({ $id: 'internal', ...internal });

/** Where a value does not fit a schema of the document. */
function misfits(of: Document, schema: Schema, value: unknown): string {
  const name = of === document ? 'document' : 'internal';
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${name}#/`)) as object;
  return ajv.validate(absolute, value) ? '' : ajv.errorsText();
}

function exampleOf(of: Document, media: Media, name: string): unknown {
  const example = media.examples?.[name];
  assert.ok(example);
  if (!isReference(example)) return example.value;
  const shared = of.components.examples?.[example.$ref.split('/').pop() ?? ''];
  assert.ok(shared, `${example.$ref} leads nowhere`);
  return shared.value;
}

function responsesOf(of: Document, responses: Readonly<Record<string, Response | { readonly $ref: string }>>) {
  return Object.entries(responses).map(([status, response]) => {
    const own = isReference(response) ? of.components.responses?.[response.$ref.split('/').pop() ?? ''] : response;
    assert.ok(own, `${status} leads nowhere`);
    return { status, response: own };
  });
}

/** Every schema with its place, such as `OrderAnswer.refunds[].id`. */
function* schemasOf(of: Document): Generator<readonly [string, Schema]> {
  for (const [name, schema] of Object.entries(of.components.schemas)) yield* inside(name, schema);
  for (const { operation } of routesOf(of)) {
    for (const parameter of operation.parameters ?? []) {
      if (!isReference(parameter)) yield* inside(`${operation.operationId}?${parameter.name}`, parameter.schema);
    }
  }
}

function* inside(at: string, schema: Schema): Generator<readonly [string, Schema]> {
  yield [at, schema];
  for (const [name, member] of Object.entries(schema.properties ?? {})) yield* inside(`${at}.${name}`, member);
  const named = new Set(Object.values(schema.properties ?? {}));
  for (const part of partsOf(schema)) if (!named.has(part)) yield* inside(`${at}[]`, part);
}

for (const [name, of] of Object.entries({ public: document, internal })) {
  for (const { method, path, operation } of routesOf(of)) {
    describe(`${name}: ${method} ${path}`, () => {
      it('has a plain name, a summary, a description, a group and its permission', () => {
        assert.match(operation.operationId, /^[a-z][a-zA-Z]+$/);
        assert.match(operation.summary ?? '', /^[A-Z].{3,59}$/);
        assert.ok((operation.description ?? '').length > 20, 'it says what it does');
        assert.equal(operation.tags.length, 1);
        assert.ok(
          of.tags?.some((tag) => tag.name === operation.tags[0]),
          'its tag is described',
        );
        assert.ok(operation['x-roles'] ?? operation['x-public']);
      });

      it('shows an example of each answer and each error, and all fit', () => {
        const answers = responsesOf(of, operation.responses);
        assert.ok(answers.some(({ status }) => status.startsWith('2')));
        assert.ok(
          answers.some(({ status }) => status.startsWith('4')),
          'it names its errors',
        );
        for (const { status, response } of answers) {
          assert.ok(response.description, `${status} says what it means`);
          assert.ok(response.headers?.['X-Request-Id'], `${status} names its headers`);
          for (const [type, media] of Object.entries(response.content ?? {})) {
            assert.ok(media.schema, `${status} ${type} has a schema`);
            if (media.schema.format === 'binary') continue;
            const names = Object.keys(media.examples ?? {});
            assert.notEqual(names.length, 0, `${status} ${type} has an example`);
            for (const one of names) {
              assert.equal(misfits(of, media.schema, exampleOf(of, media, one)), '', `${status} ${type} ${one}`);
            }
          }
        }
      });

      it('describes its parameters', () => {
        for (const parameter of operation.parameters ?? []) {
          if (isReference(parameter)) continue;
          assert.ok(parameter.description, parameter.name);
          const { format, pattern } = parameter.schema;
          // What is no id has a form of its own.
          if (parameter.in === 'path' && !pattern) assert.equal(format, 'uuid', parameter.name);
        }
      });
    });
  }
}

/** Every schema that a request's body leads to, with its place. */
function* requestSchemas(): Generator<readonly [string, Schema]> {
  const names = new Set<string>();
  const waiting = routesOf(document).flatMap(({ operation }) =>
    Object.values(operation.requestBody?.content ?? {}).flatMap(({ schema }) => schema ?? []),
  );
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const name = next.$ref?.split('/').pop();
    const schema = name === undefined ? next : document.components.schemas[name];
    if (!schema || (name !== undefined && names.has(name))) continue;
    if (name !== undefined) names.add(name);
    yield* inside(name ?? 'body', schema);
    for (const [, part] of inside('', schema)) if (part.$ref) waiting.push(part);
  }
}

describe('the API document', () => {
  it('names each operation once', () => {
    const ids = [...routesOf(document), ...routesOf(internal)].map(({ operation }) => operation.operationId);
    assert.deepEqual(ids, [...new Set(ids)]);
  });

  it('keeps what only providers call out of the public part', () => {
    assert.ok(routesOf(internal).length > 0);
    assert.ok(routesOf(document).every(({ path }) => !path.startsWith('/webhook')));
  });

  it('gives every id, time and number its form', () => {
    for (const [at, schema] of schemasOf(document)) {
      const name = at.slice(at.lastIndexOf('.') + 1);
      if (FIGURES.test(at)) continue;
      assert.notEqual(schema.type, 'number', `${at}: amounts are minor units, counts are whole: MinorUnits or Count`);
      if (schema.type !== 'string' || schema.enum) continue;
      if (/^id$|_id$/.test(name) && !FOREIGN_IDS.includes(name) && !MIXED_IDS.includes(at)) {
        assert.equal(schema.format, 'uuid', `${at}: an id is a Uuid, or stands in FOREIGN_IDS`);
      }
      if (/_at$/.test(name)) assert.equal(schema.format, 'date-time', `${at}: a time is an Instant`);
    }
  });

  it('takes its lists of values from the domain', () => {
    const { schemas } = document.components;
    assert.deepEqual([...(schemas.ErrorCode?.enum ?? [])].sort(), [...ERROR_CODES].sort());
    assert.deepEqual([...(schemas.LimitType?.enum ?? [])].sort(), [...LIMIT_TYPES].sort());
    assert.deepEqual([...(schemas.AppointmentStatus?.enum ?? [])].sort(), [...APPOINTMENT_STATUSES].sort());
    assert.deepEqual([...(schemas.PaymentStatus?.enum ?? [])].sort(), [...PAYMENT_STATUSES].sort());
    assert.deepEqual([...(schemas.Role?.enum ?? [])].sort(), [...ROLES].sort());
  });

  it('closes what is sent and leaves open what is answered', () => {
    for (const [at, schema] of requestSchemas()) {
      if (schema.properties) assert.equal(schema.additionalProperties, false, `${at} refuses what it does not know`);
    }
    for (const name of ['AppointmentAnswer', 'OrderAnswer', 'Problem']) {
      assert.notEqual(document.components.schemas[name]?.additionalProperties, false, name);
    }
  });

  it('says that an optional member of a request may be null, which the API takes for left out', () => {
    for (const [at, schema] of requestSchemas()) {
      // The parts of a form, which knows no null.
      if (at === 'body') continue;
      for (const [name, member] of Object.entries(schema.properties ?? {})) {
        const takesNull = member.nullable ?? member.anyOf?.some((one) => one.nullable) ?? false;
        assert.equal(takesNull || schema.required?.includes(name), true, `${at}.${name}`);
        if (takesNull && member.enum) assert.ok(member.enum.includes(null), `${at}.${name}: null is among its values`);
      }
    }
  });

  it('says how large each whole number of a request may be', () => {
    for (const [at, schema] of requestSchemas()) {
      if (schema.type === 'integer') assert.ok(schema.minimum !== undefined && schema.maximum !== undefined, at);
    }
  });

  it('takes no day, time or zone that a clock does not have', () => {
    const days = document.components.schemas.BulkSlotsBody?.properties ?? {};
    assert.deepEqual(days.days_of_week?.items?.enum?.slice(0, 7), WEEKDAYS);
    const fits = (member: string, text: string) => new RegExp(days[member]?.pattern ?? '').test(text);
    for (const [text, start, end] of [
      ['09:00', true, true],
      ['23:59:30', true, true],
      ['24:00', false, true],
      ['24:01', false, false],
      ['9:00', false, false],
      ['', false, false],
    ] as const) {
      assert.deepEqual([fits('start_time', text), fits('end_time', text)], [start, end], text);
    }
    for (const [zone, known] of [
      ['Australia/Sydney', true],
      ['America/Argentina/Buenos_Aires', true],
      ['utc', true],
      ['EST', false],
      ['+10:00', false],
    ] as const) {
      assert.equal(fits('timezone', zone), known, zone);
    }
  });

  it('says which texts and zones a request may have', () => {
    for (const [at, schema] of requestSchemas()) {
      if (schema.format === 'binary') continue;
      if (schema.type === 'string' && !schema.enum) assert.ok(schema.pattern, `${at}: not every text is taken`);
    }
    for (const { operation } of routesOf(document)) {
      for (const parameter of operation.parameters ?? []) {
        if (isReference(parameter) || parameter.in === 'path') continue;
        if (parameter.schema.type === 'array') assert.equal(parameter.schema.minItems, 1, 'an empty text is no list');
        if (parameter.schema.type !== 'string') continue;
        const { pattern, enum: values } = parameter.schema;
        assert.ok(pattern ?? values, `${operation.operationId}?${parameter.name}: not every text is taken`);
      }
    }
  });

  it('sends files as what they are', () => {
    const pdf = document.paths['/api/v1/orders/{id}/receipts/{receiptId}/pdf']?.get?.responses['200'];
    assert.ok(pdf && !isReference(pdf));
    assert.deepEqual(pdf.content?.['application/pdf']?.schema, { type: 'string', format: 'binary' });
    const calendar = document.paths['/api/v1/appointments/{id}/calendar.ics']?.get?.responses['200'];
    assert.ok(calendar && !isReference(calendar));
    assert.deepEqual(Object.keys(calendar.content ?? {}), ['text/calendar']);
  });
});
