import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import express from 'express';
import { sandboxForwarder } from '../../../src/api/payments/sandbox-forwarder.js';

const listen = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe('the sandbox behind the API', () => {
  let sandbox: Server;
  let api: Server;
  let url: string;

  before(async () => {
    sandbox = createServer((request, response) => {
      let size = 0;
      request.on('data', (chunk: Buffer) => {
        size += chunk.length;
      });
      request.on('end', () => answer(request, response, size));
    });
    const answer = (request: IncomingMessage, response: ServerResponse, size: number) => {
      response.writeHead(request.url === '/sandbox/away' ? 302 : 200, {
        'x-path': request.url ?? '',
        location: '/next',
      });
      response.end(`${request.method} ${size} ${request.headers['content-type']}`);
    };
    const app = express();
    app.use('/sandbox', sandboxForwarder(await listen(sandbox)));
    api = createServer(app);
    url = await listen(api);
  });
  after(() => {
    sandbox.close();
    api.close();
  });

  it('passes method, path, query, headers and body on, and the answer back', async () => {
    const body = Buffer.alloc(300_000, 'x');
    const response = await fetch(`${url}/sandbox/stripe/checkout/cs_1?a=b`, {
      method: 'POST',
      headers: { 'content-type': 'text/odd' },
      body,
    });
    assert.equal(response.headers.get('x-path'), '/sandbox/stripe/checkout/cs_1?a=b');
    assert.equal(await response.text(), 'POST 300000 text/odd');
  });
  it('follows no redirect itself', async () => {
    const response = await fetch(`${url}/sandbox/away`, { redirect: 'manual' });
    assert.deepEqual([response.status, response.headers.get('location')], [302, '/next']);
  });
  it('ends the answer when the connection to the sandbox breaks within it', { timeout: 5_000 }, async () => {
    const breaking = createServer((request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => request.socket.destroy());
    });
    const app = express();
    app.use('/sandbox', sandboxForwarder(await listen(breaking)));
    const server = createServer(app);
    const response = await fetch(`${await listen(server)}/sandbox/x`);
    await assert.rejects(response.text());
    server.close();
    breaking.close();
  });
  it('answers 503 while the sandbox is away', async () => {
    const app = express();
    app.use('/sandbox', sandboxForwarder('http://127.0.0.1:9'));
    const server = createServer(app);
    const response = await fetch(`${await listen(server)}/sandbox/x`);
    assert.equal(response.status, 503);
    assert.equal(((await response.json()) as { code: string }).code, 'unavailable');
    server.close();
  });
  it('goes nowhere but to this machine', () => {
    assert.throws(() => sandboxForwarder('http://192.0.2.1:80'), /this machine/);
    assert.throws(() => sandboxForwarder('https://localhost:1'), /this machine/);
  });
});
