import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import express from 'express';
import { registerClientApp } from '../../../src/api/http/client-app.js';

const BUILT = fileURLToPath(new URL('../../../dist/client/', import.meta.url));
const SOURCES = fileURLToPath(new URL('../../../client/', import.meta.url));
const KILOBYTE = 1000;
const FIRST_LOAD = 60 * KILOBYTE;
const EVERYTHING = 150 * KILOBYTE;
/** Of the screens about suppliers' products, which only staff have. */
const CATALOGUE = 25 * KILOBYTE;
const isOfCatalogue = (path: string) => /(^|\/)catalogue(-|\/|\.)/.test(path);
const MOST_LINES = 6_600;
const MOST_LINES_OF_CATALOGUE = 2_480;

interface Got {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

describe('the reference client, as the API serves it', () => {
  let server: Server;
  before(async () => {
    const app = express();
    registerClientApp(app);
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => server.close());

  /** Undecoded: what went over the wire. */
  function fetchRaw(path: string, encoding = 'br, gzip', method = 'GET'): Promise<Got> {
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const headers = { 'accept-encoding': encoding };
      const request = get({ port, host: '127.0.0.1', path, method, headers }, (response) => {
        const parts: Buffer[] = [];
        const { statusCode: status, headers } = response;
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('end', () => resolve({ status, headers, body: Buffer.concat(parts) }));
      });
      request.once('error', reject);
    });
  }
  const page = async () => brotliDecompressSync((await fetchRaw('/app/')).body).toString('utf8');
  /** What the page itself asks for. */
  const firstFiles = async () =>
    [...(await page()).matchAll(/(?:src|href)="(\/app\/[^"]+)"/g)].map(([, path = '']) => path);

  it('is one page below /app, whatever the screen', async () => {
    const first = await fetchRaw('/app/');
    assert.deepEqual([first.status, first.headers['content-type']], [200, 'text/html; charset=utf-8']);
    assert.equal(first.headers['cache-control'], 'no-cache');
    for (const path of ['/app', '/app/sign-in', '/app/messages/0d5e3a7c-58a4-4b52-8f6c-6f1f1f0f9a01']) {
      assert.deepEqual((await fetchRaw(path)).body, first.body, path);
    }
    assert.equal((await fetchRaw('/app/', '', 'HEAD')).status, 200);
  });

  it('allows itself nothing of anybody else', async () => {
    const policy = String((await fetchRaw('/app/')).headers['content-security-policy']).split('; ');
    assert.ok(policy.includes("default-src 'none'") && policy.includes("script-src 'self'"));
    assert.doesNotMatch(policy.join(), /unsafe|https?:|\*/);
    const files = await firstFiles();
    assert.ok(files.length > 3);
    assert.deepEqual([...(await page()).matchAll(/(src|href)="(?!\/app\/)/g)], []);
  });

  it('names its files by their content, compressed once and kept by browsers for good', async () => {
    for (const path of (await firstFiles()).filter((one) => one.includes('/assets/'))) {
      assert.match(path, /-[\w-]{8}\.\w+$/);
      const plain = await fetchRaw(path, 'identity');
      assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable');
      assert.equal(plain.headers['content-encoding'], undefined);
      const [brotli, gzip] = [await fetchRaw(path), await fetchRaw(path, 'gzip')];
      assert.deepEqual([brotli.headers['content-encoding'], gzip.headers['content-encoding']], ['br', 'gzip']);
      assert.equal(brotli.headers.vary, 'Accept-Encoding');
      assert.deepEqual(brotliDecompressSync(brotli.body), plain.body);
      assert.deepEqual(gunzipSync(gzip.body), plain.body);
    }
  });

  it('has no page for a file that is not there, nor for another method', async () => {
    assert.equal((await fetchRaw('/app/assets/app-00000000.js')).status, 404);
    assert.equal((await fetchRaw('/app/../package.json')).status, 404);
    assert.equal((await fetchRaw('/app/', '', 'POST')).status, 404);
  });

  it('can be installed, and its worker knows every file of the shell', async () => {
    const manifest = JSON.parse((await fetchRaw('/app/manifest.webmanifest', 'identity')).body.toString('utf8'));
    assert.deepEqual([manifest.scope, manifest.start_url, manifest.display], ['/app/', '/app/', 'standalone']);
    for (const { src } of manifest.icons) assert.equal((await fetchRaw(src)).headers['content-type'], 'image/png');
    const worker = await fetchRaw('/app/service-worker.js', 'identity');
    assert.equal(worker.headers['cache-control'], 'no-cache', 'the next version is seen at once');
    const named = [...worker.body.toString('utf8').matchAll(/\/app\/assets\/[\w.-]+/g)].map(([path]) => path);
    const assets = readdirSync(`${BUILT}assets`).filter((name) => !/\.(br|gz)$/.test(name));
    assert.deepEqual(new Set(named), new Set(assets.map((name) => `/app/assets/${name}`)));
  });

  it('is small: what comes first, and all of it', async () => {
    const sizes = await Promise.all(
      ['/app/', ...(await firstFiles())].map(async (path) => (await fetchRaw(path)).body.length),
    );
    const first = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(first <= FIRST_LOAD, `the first load is ${first} bytes`);
    const names = readdirSync(BUILT, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
    const isSent = (name: string) => name.endsWith('.gz') || !names.includes(`${name}.gz`);
    const all = names.filter((name) => !name.endsWith('.br') && isSent(name));
    const bytesOf = (some: readonly string[]) =>
      some.reduce((sum, name) => sum + readFileSync(`${BUILT}${name}`).length, 0);
    const catalogue = bytesOf(all.filter(isOfCatalogue));
    assert.ok(catalogue > 0 && catalogue <= CATALOGUE, `the catalogue is ${catalogue} bytes`);
    const total = bytesOf(all) - catalogue;
    assert.ok(total <= EVERYTHING, `everything else is ${total} bytes`);
  });

  it('keeps nothing of the catalogue on a device before somebody opens it', async () => {
    const worker = (await fetchRaw('/app/service-worker.js', 'identity')).body.toString('utf8');
    const [, shell = '', catalogue = ''] = /"files":(\[.*?\]),"catalogue":(\[.*?\])/.exec(worker) ?? [];
    assert.ok(shell.includes('/app/assets/app-') && catalogue.includes('/app/assets/catalogue-'));
    assert.doesNotMatch(shell, /catalogue/);
  });

  it('is short enough to be read', () => {
    const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.(tsx?|css|html)$/.test(name) && !name.startsWith('generated'),
    );
    const linesOf = (some: readonly string[]) =>
      some.reduce((sum, name) => sum + readFileSync(`${SOURCES}${name}`, 'utf8').split('\n').length - 1, 0);
    const catalogue = linesOf(files.filter(isOfCatalogue));
    assert.ok(catalogue > 0 && catalogue <= MOST_LINES_OF_CATALOGUE, `${catalogue} lines of the catalogue`);
    const lines = linesOf(files) - catalogue;
    assert.ok(lines <= MOST_LINES, `${lines} lines beside it`);
  });
});
