import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { payLinks } from '../../../src/adapters/tokens/pay-links.js';
import { KeyRing } from '../../../src/config/key-ring.js';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [OLD, NEW] = [key('old'), key('new')];
const linksOf = (ring: string) => payLinks(KeyRing.parse(ring), 'https://clinic.example');
const tokenOf = (link: string) => link.slice('https://clinic.example/pay/'.length);

it('lead to the appointment that they were made for, also after the key ring was renewed', () => {
  const id = randomUUID();
  const link = linksOf(OLD).linkTo(id);
  assert.match(link, /^https:\/\/clinic\.example\/pay\/[\w-]{43}$/);
  assert.equal(linksOf(OLD).read(tokenOf(link)), id);
  assert.equal(linksOf(`${NEW},${OLD}`).read(tokenOf(link)), id);
  assert.equal(linksOf(NEW).read(tokenOf(link)), null);
});

it('cannot be made, changed, cut or used for another appointment', () => {
  const links = linksOf(OLD);
  const [one, other] = [randomUUID(), randomUUID()].map((id) =>
    Buffer.from(tokenOf(links.linkTo(id)), 'base64url'),
  ) as [Buffer, Buffer];
  const read = (bytes: Buffer) => links.read(bytes.toString('base64url'));
  assert.equal(read(Buffer.concat([one.subarray(0, 16), other.subarray(16)])), null);
  for (let bit = 0; bit < one.length * 8; bit += 1) {
    const changed = Buffer.from(one);
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    assert.equal(read(changed), null, `bit ${bit}`);
  }
  for (let length = 0; length < one.length; length += 1) assert.equal(read(one.subarray(0, length)), null);
  assert.equal(read(Buffer.concat([one, Buffer.from([0])])), null);
  const token = one.toString('base64url');
  for (const text of [`${token}=`, ` ${token}`, `${token}.`, `${token}\u0000`, '', 'x', '🙂', randomUUID()]) {
    assert.equal(links.read(text), null, JSON.stringify(text));
  }
});
