import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { LauncherError } from './errors.js';
import { pickPort } from './ports.js';

test('port 0 picks a free one below the range of outgoing connections, never the same twice', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => pickPort(0)));
  assert.equal(new Set(ports).size, ports.length);
  for (const port of ports) assert.ok(port >= 20_000 && port < 32_768, `port ${port}`);
});

test('a fixed port that is taken is refused with one line that names the setting', async (t) => {
  const port = await pickPort(0);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  await assert.rejects(pickPort(port, 'MAIL_UI_PORT'), (error: Error) => {
    assert.ok(error instanceof LauncherError);
    assert.equal(error.message, `Port ${port} is in use: stop the other program or set MAIL_UI_PORT=0`);
    return true;
  });
});

test('a fixed port that becomes free within the wait is taken', async () => {
  const port = await pickPort(0);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const picked = pickPort(port, 'PORT', 10_000);
  server.close();
  assert.equal(await picked, port);
});
