import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { startBalancer } from './balancer.js';
import { pickPort } from './ports.js';

const HOST = '127.0.0.1';

/** A process that answers its name and all that it got, when the other side has ended. */
async function echo(t: TestContext, name: string, port = 0) {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.once('end', () => socket.end(Buffer.concat([Buffer.from(`${name}:`), ...parts])));
  });
  server.listen({ port, host: HOST });
  await once(server, 'listening');
  const die = () => {
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
  };
  t.after(die);
  const held = async (count: number) => {
    while (sockets.size !== count) await new Promise((resolve) => setImmediate(resolve));
  };
  return { port: (server.address() as AddressInfo).port, die, held };
}

async function balanced(t: TestContext, ports: readonly number[]) {
  const port = await pickPort(0);
  const balancer = await startBalancer({ port, host: HOST }, ports);
  t.after(() => balancer.stop());
  return { port, balancer };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: HOST, allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function answerTo(socket: Socket, said: string): Promise<string> {
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  socket.end(said);
  await once(socket, 'close');
  return Buffer.concat(parts).toString();
}

test('connections go to the process that holds the fewest, and arrive whole when one side ends first', async (t) => {
  const [one, two] = [await echo(t, 'one'), await echo(t, 'two')];
  const { port } = await balanced(t, [one.port, two.port]);
  const sockets = await Promise.all(Array.from({ length: 10 }, () => open(port)));
  await Promise.all([one.held(5), two.held(5)]);
  const answers = await Promise.all(sockets.map((socket, at) => answerTo(socket, `${at}`.repeat(300_000))));
  for (const [at, answer] of answers.entries()) {
    assert.equal(answer.replace(/^(one|two):/, ''), `${at}`.repeat(300_000));
  }
});

test('a process that died gets no new connection, its open ones end, and it gets new ones when it is back', async (t) => {
  const [one, two] = [await echo(t, 'one'), await echo(t, 'two')];
  const { port } = await balanced(t, [one.port, two.port]);
  const first = await open(port);
  await one.held(1);
  const second = await open(port);
  await two.held(1);
  const ended = once(first.resume(), 'end');
  one.die();
  await ended;
  first.destroy();
  assert.equal(await answerTo(second, 'still here'), 'two:still here');
  for (let at = 0; at < 5; at += 1) assert.equal(await answerTo(await open(port), 'x'), 'two:x');
  const back = await echo(t, 'one again', one.port);
  const third = await open(port);
  await back.held(1);
  const fourth = await open(port);
  await two.held(1);
  const answers = await Promise.all([third, fourth].map((socket) => answerTo(socket, 'x')));
  assert.deepEqual(answers, ['one again:x', 'two:x']);
});

test('while no process accepts, whoever connects is disconnected', async (t) => {
  const one = await echo(t, 'one');
  const { port, balancer } = await balanced(t, [one.port]);
  one.die();
  assert.equal(await answerTo(await open(port), 'x'), '');
  await balancer.stop();
  const [error] = await once(connect({ port, host: HOST }), 'error');
  assert.equal(error.code, 'ECONNREFUSED');
});

test('a client that goes leaves nothing open behind it', async (t) => {
  const one = await echo(t, 'one');
  const { port } = await balanced(t, [one.port]);
  const sockets = await Promise.all([open(port), open(port)]);
  await one.held(2);
  for (const socket of sockets) socket.resetAndDestroy();
  await one.held(0);
  assert.equal(await answerTo(await open(port), 'x'), 'one:x');
});
