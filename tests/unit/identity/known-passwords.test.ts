import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { knownPasswords } from '../../../src/adapters/passwords/known-passwords.js';

const BREACHED = 'a breached phrase of its own';
const PADDED = 'a phrase that only pads';
const digestOf = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();

describe('known passwords', () => {
  const asked: string[] = [];
  const unanswered: unknown[] = [];
  const onUnanswered = (error: unknown) => void unanswered.push(error);
  let status = 200;
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const lines = [BREACHED, PADDED].map((text) => `${digestOf(text).slice(5)}:${text === BREACHED ? 7 : 0}`);
    response.writeHead(status).end(lines.join('\r\n'));
  });
  let breachUrl = '';
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    breachUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/range`;
  });
  after(() => void server.close());

  it('are those that everybody takes, in whatever case', async () => {
    const { isKnown } = knownPasswords({ breachUrl: undefined, onUnanswered });
    for (const known of ['password1', 'Password123', 'QWERTYUIOP', 'letmein1'])
      assert.equal(await isKnown(known), true, known);
    for (const own of ['secure123', BREACHED]) assert.equal(await isKnown(own), false, own);
  });

  it('are those of breaches too, of which the service learns five characters', async () => {
    const { isKnown } = knownPasswords({ breachUrl, onUnanswered });
    assert.equal(await isKnown(BREACHED), true);
    assert.equal(await isKnown(PADDED), false, 'a line that only hides the length of the answer');
    assert.equal(await isKnown('a phrase that nobody has lost'), false);
    assert.deepEqual(
      asked.map((path) => path.length),
      Array(3).fill('/range/12345'.length),
    );
    assert.equal(asked[0], `/range/${digestOf(BREACHED).slice(0, 5)}`);
  });

  it('are the built-in ones while the service does not answer', async () => {
    const { isKnown } = knownPasswords({ breachUrl, onUnanswered });
    status = 503;
    assert.equal(await isKnown(BREACHED), false);
    assert.equal(await isKnown('password1'), true);
    assert.equal(unanswered.length, 1);
  });
});
