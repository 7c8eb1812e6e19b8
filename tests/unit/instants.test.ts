import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DomainError } from '../../src/domain/errors.js';
import { parseBound, parseInstant } from '../../src/domain/instants.js';

const refused = (text: string) =>
  assert.throws(
    () => parseInstant('at', text),
    (error) => error instanceof DomainError && error.code === 'validation_failed' && error.details.field === 'at',
    text,
  );

describe('instants of the wire', () => {
  it('are ISO 8601 with their offset', () => {
    for (const text of ['2026-12-01T09:00Z', '2026-12-01T09:00:00Z', '2026-12-01T19:00:00.000+10:00']) {
      assert.equal(parseInstant('at', text).toISOString(), '2026-12-01T09:00:00.000Z', text);
    }
  });
  it('are refused without one, and when the calendar does not have them', () => {
    for (const text of [
      '2026-12-01T09:00:00',
      '2026-02-30T09:00:00Z',
      '2026-12-01',
      '2026-12-01T25:00:00Z',
      '1 Dec',
      '',
    ]) {
      refused(text);
    }
  });
  it('bound a list by date too', () => {
    assert.equal(parseBound('from', '2026-12-01')?.toISOString(), '2026-12-01T00:00:00.000Z');
    assert.equal(parseBound('from', undefined), undefined);
    assert.throws(() => parseBound('from', '2026-02-30'), DomainError);
  });
});
