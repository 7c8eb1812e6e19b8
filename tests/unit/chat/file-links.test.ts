import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { fileLinks } from '../../../src/adapters/tokens/file-links.js';
import { KeyRing } from '../../../src/config/key-ring.js';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [OLD, NEW] = [key('old'), key('new')];
const links = fileLinks(KeyRing.parse(OLD), 'https://clinic.example');
const NOW = new Date('2026-12-01T09:00:00Z');
const END = new Date('2026-12-01T09:05:00Z');
const GRANT = {
  attachmentId: randomUUID(),
  roomId: randomUUID(),
  by: { userId: randomUUID(), membershipId: null, sessionId: randomUUID() },
};
const tokenOf = (url: string) => /^https:\/\/clinic\.example\/api\/v1\/chat\/files\/([\w-]+)\/$/.exec(url)?.[1] ?? '';

test('a link says nothing, and gives back what it was made of until its end', () => {
  const token = tokenOf(links.linkTo(GRANT, END));
  assert.ok(!Buffer.from(token, 'base64url').includes(GRANT.by.userId));
  assert.deepEqual(links.read(token, NOW), GRANT);
  assert.deepEqual(links.read(token, new Date(END.getTime() - 1)), GRANT);
  assert.equal(links.read(token, END), null);
  assert.notEqual(tokenOf(links.linkTo(GRANT, END)), token);
});

test('a link that was changed anywhere, spelled otherwise, or made elsewhere is none', () => {
  const token = tokenOf(links.linkTo(GRANT, END));
  for (let at = 0; at < token.length; at += 1) {
    const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
    assert.equal(links.read(changed, NOW), null, String(at));
  }
  for (const other of ['', '.', 'none', `${token}=`, `${token}A`, token.slice(1), ` ${token}`]) {
    assert.equal(links.read(other, NOW), null, other);
  }
  assert.equal(fileLinks(KeyRing.parse(NEW), 'https://clinic.example').read(token, NOW), null);
});

test('a link survives a new key in front of the ring', () => {
  const token = tokenOf(links.linkTo(GRANT, END));
  assert.deepEqual(fileLinks(KeyRing.parse(`${NEW},${OLD}`), 'https://clinic.example').read(token, NOW), GRANT);
});
