import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { payLinks } from '../../../src/adapters/tokens/pay-links.js';
import { visitTokens } from '../../../src/adapters/tokens/visit-tokens.js';
import { KeyRing } from '../../../src/config/key-ring.js';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [OLD, NEW] = [key('old'), key('new')];
const tokensOf = (ring: string) => visitTokens(KeyRing.parse(ring));
const NOW = new Date('2026-12-01T09:00:00Z');
const LATER = new Date('2026-12-02T09:00:00.900Z');

it('is valid for its appointment until it expires, also after the key ring was renewed', () => {
  const [id, other] = [randomUUID(), randomUUID()];
  const token = tokensOf(OLD).issue(id, LATER);
  assert.match(token, /^[\w-]{27}$/, 'fits every limit that a provider sets for an address');
  const valid = (ring: string, appointment: string, now: Date) => tokensOf(ring).isValid(token, appointment, now);
  assert.equal(valid(OLD, id, NOW), true);
  assert.equal(valid(OLD, id.toUpperCase(), NOW), true);
  assert.equal(valid(`${NEW},${OLD}`, id, NOW), true);
  assert.equal(valid(NEW, id, NOW), false);
  assert.equal(valid(OLD, other, NOW), false);
  assert.equal(valid(OLD, id, new Date('2026-12-02T08:59:59.999Z')), true);
  assert.equal(valid(OLD, id, new Date('2026-12-02T09:00:00Z')), false, 'whole seconds, never longer than asked for');
});

it('cannot be changed, cut, prolonged or made of a link to a payment', () => {
  const tokens = tokensOf(OLD);
  const id = randomUUID();
  const bytes = Buffer.from(tokens.issue(id, LATER), 'base64url');
  const valid = (changed: Uint8Array) => tokens.isValid(Buffer.from(changed).toString('base64url'), id, NOW);
  assert.equal(valid(bytes), true);
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    assert.equal(valid(changed), false, `bit ${bit}`);
  }
  for (let length = 0; length < bytes.length; length += 1) assert.equal(valid(bytes.subarray(0, length)), false);
  assert.equal(valid(Buffer.concat([bytes, Buffer.from([0])])), false);
  const token = bytes.toString('base64url');
  const links = payLinks(KeyRing.parse(OLD), '');
  const payToken = links.linkTo(id).slice('/pay/'.length);
  for (const text of [`${token}=`, ` ${token}`, `${token}.`, `${token}\u0000`, '', 'x', '🙂', id, payToken]) {
    assert.equal(tokens.isValid(text, id, NOW), false, JSON.stringify(text));
  }
  assert.equal(links.read(token), null, 'nor a link to a payment of it');
});
