import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attachmentNamed, isNamedAs, isUploadType, shownName } from '../../../src/domain/documents/uploads.js';

test('a file’s name has one of the endings of what the file is, or none', () => {
  for (const name of ['a.jpg', 'A.JPEG', 'x.y.jpg', '.jpg', 'blob', 'jpg'])
    assert.ok(isNamedAs('image/jpeg', name), name);
  for (const name of ['a.png', 'a.jpg.exe', 'a.jpg ', 'a.html', 'a.']) {
    assert.ok(!isNamedAs('image/jpeg', name), name);
  }
});

test('nothing but four types is taken, and no name that every object has', () => {
  assert.ok(isUploadType('application/pdf'));
  for (const type of ['text/html', 'image/svg+xml', 'image/gif', 'constructor', undefined]) {
    assert.ok(!isUploadType(type), String(type));
  }
});

test('a name is shown without paths, signs that mean something to others, and what cannot be seen', () => {
  const shown = (name: string) => shownName(name, 'image/jpeg');
  assert.equal(shown('../../etc/passwd.jpg'), 'passwd.jpg');
  assert.equal(shown('C:\\Users\\me\\knee.JPEG'), 'knee.jpg');
  assert.equal(shown('Knie übermorgen.jpg'), 'Knie übermorgen.jpg');
  assert.equal(shown('a\u202egpj.exe.jpg'), 'agpj.exe.jpg', 'what turns the direction of writing');
  assert.equal(shown('a\r\nSet-Cookie: x.jpg'), 'aSet-Cookie x.jpg');
  assert.equal(shown('..jpg'), 'document.jpg');
  assert.equal(shown('.jpg'), 'document.jpg');
  assert.equal(shown('<>.jpg'), 'document.jpg');
  assert.equal(shown(`${'x'.repeat(500)}.jpg`).length, 154);
});

test('a file is saved under its name, and never shown', () => {
  assert.equal(attachmentNamed('a.pdf'), `attachment; filename="a.pdf"; filename*=UTF-8''a.pdf`);
  assert.equal(
    attachmentNamed('Knie "ü" (1)%.pdf'),
    `attachment; filename="Knie ___ (1)_.pdf"; filename*=UTF-8''Knie%20%22%C3%BC%22%20%281%29%25.pdf`,
  );
});
