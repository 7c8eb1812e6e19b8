import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import winston from 'winston';
import { withContext } from '../../../src/observability/context.js';
import { createLogger } from '../../../src/observability/logger.js';

/** What the logger writes, line by line. */
function written(write: (logger: winston.Logger) => void, level = 'debug'): Record<string, unknown>[] {
  const lines: string[] = [];
  const logger = createLogger(level, 'test');
  const sink = new winston.transports.Stream({ stream: new Sink(lines) });
  logger.clear().add(sink);
  write(logger);
  return lines.map((line) => JSON.parse(line));
}

import { Writable } from 'node:stream';

class Sink extends Writable {
  constructor(private readonly lines: string[]) {
    super({ decodeStrings: false });
  }

  override _write(line: unknown, _encoding: string, done: () => void): void {
    this.lines.push(String(line));
    done();
  }
}

const MAIL = 'test.person+visit@example.org';
const PHONE = '+61491570006';
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoxfQ.c2lnbmF0dXJl';
const SECRETS = [MAIL, PHONE, TOKEN, 'Test Person', 'chest pain', 'sk_test_abc123', 'whsec_abc', 'hunter2'];

function assertClean(lines: readonly unknown[]): void {
  const text = JSON.stringify(lines);
  for (const secret of SECRETS) assert.ok(!text.includes(secret), `${secret} was logged: ${text}`);
}

describe('the log', () => {
  it('is one JSON object a line with level, time, service and the ids it was given', () => {
    const [line] = withContext({ requestId: 'r-1' }, () =>
      written((logger) => logger.info('booked', { appointment_id: 'a-1', attempts: 2 })),
    );
    assert.equal(line?.message, 'booked');
    assert.deepEqual(
      [line?.level, line?.service, line?.request_id, line?.appointment_id, line?.attempts],
      ['info', 'test', 'r-1', 'a-1', 2],
    );
    assert.ok(Date.parse(String(line?.time)) > 0);
  });

  it('knows a personal value by its key, in whichever spelling', () => {
    const keys = [
      'mail_to',
      'mailTo',
      'message_text',
      'messageText',
      'firstName',
      'last_name',
      'hpi_i',
      'hpiI',
      'userEmail',
    ];
    const [line] = written((logger) =>
      logger.info('sent', Object.fromEntries(keys.map((key) => [key, 'Test Person']))),
    );
    for (const key of keys) assert.equal(line?.[key], '[redacted]', key);
  });

  it('keeps to its level', () => {
    const lines = written((logger) => {
      logger.debug('quiet');
      logger.warn('loud');
    }, 'warn');
    assert.deepEqual(
      lines.map((line) => line.message),
      ['loud'],
    );
  });

  it('never carries a person: fields are left out by name, at every depth', () => {
    const person = {
      email: MAIL,
      mail_to: MAIL,
      phone: PHONE,
      first_name: 'Test Person',
      name: 'Test Person',
      address: 'chest pain',
      symptoms: 'chest pain',
      notes: 'chest pain',
      message_text: 'chest pain',
      password: 'hunter2',
      access_token: TOKEN,
      Authorization: `Bearer ${TOKEN}`,
      cookie: TOKEN,
      checkout_url: `https://pay.invalid/${TOKEN}`,
    };
    const lines = written((logger) => {
      logger.info('flat', person);
      logger.info('nested', { request: { user: person, list: [person, { inner: person }] } });
    });
    assert.equal(lines.length, 2);
    assertClean(lines);
  });

  it('scrubs what slips into texts: addresses, keys, passwords in URLs', () => {
    const lines = written((logger) => {
      logger.info(`mail to ${MAIL} failed`);
      logger.error('failed', { error: new Error(`refused ${MAIL} with sk_test_abc123 and whsec_abc`) });
      logger.error('away', {
        error: new Error(['postgres', '://app:hunter2@db/x and smtps://u:hunter2@mail'].join('')),
      });
      logger.warn('nested', { cause: { error: new Error(MAIL) } });
    });
    assert.equal(lines.length, 4);
    assertClean(lines);
    assert.match(String(lines[0]?.message), /mail to \[address\] failed/);
    const error = lines[2]?.error as { message: string };
    assert.match(error.message, /postgres:\/\/\[redacted\]@db/);
  });

  it('scrubs texts in fields too, not only messages', () => {
    assertClean(
      written((logger) => logger.info('refused', { reason: `${MAIL} is unknown`, deep: { reason: [MAIL] } })),
    );
  });

  it('scrubs a token or a phone number inside a text', () => {
    assertClean(written((logger) => logger.info(`Bearer ${TOKEN} was refused for ${PHONE}`)));
  });

  it('gives up on what is nested too deeply rather than printing it', () => {
    const deep = { a: { b: { c: { d: { e: { email: MAIL } } } } } };
    assertClean(written((logger) => logger.info('deep', deep)));
  });

  it('keeps the stack of an error, and its code', () => {
    const [line] = written((logger) =>
      logger.error('x', { error: Object.assign(new TypeError('bug'), { code: 'E1' }) }),
    );
    const error = line?.error as { name: string; stack: string };
    assert.equal(error.name, 'TypeError');
    assert.match(error.stack, /domain-logger/);
  });
});
