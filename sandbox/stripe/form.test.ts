import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StripeFault } from '../fault.js';
import { decodeForm } from './form.js';

const plain = (text: string) => JSON.stringify(decodeForm(text));

for (const [text, expected] of [
  ['a[b][0][c]=d+e', '{"a":{"b":{"0":{"c":"d e"}}}}'],
  ['expand[]=x&expand[]=y', '{"expand":{"0":"x","1":"y"}}'],
  ['a=1&a=2', '{"a":"2"}'],
  ['a=1&a[b]=2', '{"a":{"b":"2"}}'],
  ['a[b]c=1', '{"a[b]c":"1"}'],
  ['__proto__[x]=1', '{"__proto__":{"x":"1"}}'],
] as const) {
  test(`a form: ${text}`, () => assert.equal(plain(text), expected));
}

test('a parameter that is too deep is named in the refusal', () => {
  const name = `a${'[b]'.repeat(8)}`;
  assert.throws(
    () => decodeForm(`${name}=1`),
    (error) => error instanceof StripeFault && error.message.includes(name),
  );
});
