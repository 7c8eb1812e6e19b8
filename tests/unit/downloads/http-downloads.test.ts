import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type DownloadLimits, httpDownloads } from '../../../src/adapters/downloads/http-downloads.js';
import { DownloadFailed, type WantedFile } from '../../../src/adapters/downloads/port.js';
import { isPublicAddress } from '../../../src/domain/catalogue/sources/public-address.js';
import { type Certificate, certificateFor, SupplierServer } from '../../support/downloads/supplier-server.js';

const LIST = 'product_name,price\nOil,10.00\n';
const FILE: Omit<WantedFile, 'url'> = { headers: {}, etag: null, lastModified: null };
const { signal: NEVER } = new AbortController();

describe('a file that is fetched from a server nobody vouches for', () => {
  let certificate: Certificate;
  const servers: SupplierServer[] = [];

  before(async () => {
    certificate = await certificateFor('lists.example', 'other.example');
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
  after(() => assert.equal(servers.length, 0));

  const serve = async (answer: SupplierServer['answer'], host?: string, secure?: Certificate) => {
    const server = await SupplierServer.start(host, secure);
    server.answer = answer;
    servers.push(server);
    return server;
  };
  const fetchFrom = (
    wanted: Partial<WantedFile> & { readonly url: string },
    allowed: DownloadLimits['allowed'],
    limits: Partial<DownloadLimits> = {},
  ) =>
    httpDownloads({ maxBytes: 1_000_000, totalMs: 5_000, allowed, ...limits }).download({ ...FILE, ...wanted }, NEVER);
  const failsWith = async (code: string, fetching: Promise<unknown>) => {
    await assert.rejects(fetching, (error) => {
      assert.ok(error instanceof DownloadFailed, String(error));
      assert.equal(error.code, code, String(error.cause));
      return true;
    });
  };

  it('comes with its name and what it is recognised by', async () => {
    const server = await serve((_, response) => {
      response.setHeader('etag', '"one"').setHeader('last-modified', 'Tue, 01 Dec 2026 00:00:00 GMT').end(LIST);
    });
    const file = await fetchFrom({ url: server.url('/a/price%20list.csv?key=secret') }, [server.allowed]);
    assert.deepEqual(
      [file?.name, String(file?.bytes), file?.etag, file?.lastModified],
      ['price list.csv', LIST, '"one"', 'Tue, 01 Dec 2026 00:00:00 GMT'],
    );
  });

  it('is none where it is the one that the validators name', async () => {
    const server = await serve(({ headers }, response) => {
      response.statusCode = headers['if-none-match'] === '"one"' ? 304 : 200;
      response.end();
    });
    assert.equal(await fetchFrom({ url: server.url(), etag: '"one"' }, [server.allowed]), null);
    const since = await serve(({ headers }, response) => {
      response.statusCode = headers['if-modified-since'] ? 304 : 200;
      response.end();
    });
    assert.equal(
      await fetchFrom({ url: since.url(), lastModified: 'Tue, 01 Dec 2026 00:00:00 GMT' }, [since.allowed]),
      null,
    );
    const odd = await serve((_, response) => response.writeHead(304).end());
    await failsWith('answer_unclear', fetchFrom({ url: odd.url() }, [odd.allowed]));
  });

  it('is never asked of a private address, of one without https, or with a password in the address', async () => {
    const server = await serve((_, response) => response.end(LIST));
    for (const url of [
      server.url(),
      `https://127.0.0.1:${server.port}/`,
      `https://2130706433:${server.port}/`,
      `https://0x7f.1:${server.port}/`,
      `https://0177.0.0.1:${server.port}/`,
      `https://[::1]:${server.port}/`,
      `https://[::ffff:127.0.0.1]:${server.port}/`,
      'https://[64:ff9b::7f00:1]/',
      'https://169.254.169.254/latest/meta-data/',
      'https://user:password@lists.example/',
      'ftp://lists.example/list.csv',
    ]) {
      await failsWith('address_refused', fetchFrom({ url }, []));
    }
    assert.deepEqual(server.requests, []);
  });

  it('is never asked of a private address by a name', async () => {
    const server = await serve((_, response) => response.end(LIST), '127.0.0.1', certificate);
    await failsWith('address_refused', fetchFrom({ url: `https://localhost:${server.port}/` }, []));
    const mixed = [
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    const downloads = httpDownloads(
      { maxBytes: 1_000, totalMs: 5_000, allowed: [] },
      { resolve: async () => mixed, isPublic: isPublicAddress },
    );
    await failsWith('address_refused', downloads.download({ ...FILE, url: server.url('/', 'lists.example') }, NEVER));
    assert.deepEqual(server.requests, [], 'nobody was asked, as one of its addresses is not allowed');
  });

  it('comes from the address that was checked, when the name leads elsewhere a moment later', async () => {
    const outside = await serve((_, response) => response.end(LIST), '127.0.0.2', certificate);
    const looked: string[] = [];
    // As an attacker's name server: a public address for whoever checks, a private one for whoever connects.
    const resolve = async () => {
      looked.push('');
      return [{ address: looked.length === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 }];
    };
    const downloads = httpDownloads(
      { maxBytes: 1_000, totalMs: 5_000, allowed: [] },
      { resolve, isPublic: (address) => address === '127.0.0.2', ca: certificate.cert },
    );
    const wanted = { ...FILE, url: outside.url('/', 'lists.example') };
    assert.equal(String((await downloads.download(wanted, NEVER))?.bytes), LIST);
    assert.equal(looked.length, 1, 'one look for one connection');
    await failsWith('address_refused', downloads.download(wanted, NEVER));
  });

  it('is not followed to a private address, and nowhere without https', async () => {
    const inside = await serve((_, response) => response.end(LIST));
    const server = await serve(({ url = '' }, response) => {
      response.writeHead(302, { location: decodeURIComponent(url.slice(2)) }).end();
    });
    const to = (location: string) =>
      fetchFrom({ url: server.url(`/?${encodeURIComponent(location)}`) }, [server.allowed]);
    const places = [inside.url(), `//127.0.0.1:${inside.port}/`, `https://localhost:${inside.port}/`, 'https://[::1]/'];
    for (const place of [...places, 'http://lists.example/', 'file:///etc/passwd', 'https://a:b@lists.example/']) {
      await failsWith('address_refused', to(place));
    }
    await failsWith('redirect_unclear', to('https://['));
    assert.deepEqual(inside.requests, []);
  });

  it('is followed five times, and no more', async () => {
    const server = await serve(({ url = '' }, response) => {
      const left = Number(url.slice(1));
      if (left === 0) response.end(LIST);
      else response.writeHead(307, { location: `/${left - 1}` }).end();
    });
    assert.equal(String((await fetchFrom({ url: server.url('/5') }, [server.allowed]))?.bytes), LIST);
    await failsWith('too_many_redirects', fetchFrom({ url: server.url('/6') }, [server.allowed]));
  });

  it('is asked with its headers on its own host alone', async () => {
    const other = await serve((_, response) => response.writeHead(302, { location: home.url('/back') }).end());
    const home: SupplierServer = await serve(({ url }, response) => {
      const next = { '/list.csv': '/moved', '/moved': other.url('/') }[url ?? ''];
      if (next) response.writeHead(302, { location: next }).end();
      else response.end(LIST);
    });
    const headers = { authorization: 'Bearer hidden', 'x-key': 'hidden' };
    const file = await fetchFrom({ url: home.url(), headers, etag: '"one"' }, [home.allowed, other.allowed]);
    assert.equal(String(file?.bytes), LIST);
    const seen = [...home.requests, ...other.requests].map((one) => [
      one.path,
      one.headers.authorization ?? null,
      one.headers['x-key'] ?? null,
    ]);
    assert.deepEqual(seen, [
      ['/list.csv', 'Bearer hidden', 'hidden'],
      ['/moved', 'Bearer hidden', 'hidden'],
      ['/back', null, null],
      ['/', null, null],
    ]);
  });

  it('may be compressed, and is given up where it unpacks to more than it may', async () => {
    const packed = { gzip: gzipSync(LIST), br: brotliCompressSync(LIST) };
    // Ten gigabytes in ten megabytes: whoever unpacks all of it is too late.
    const bomb = Buffer.concat(Array<Buffer>(1_000).fill(gzipSync(Buffer.alloc(10_000_000))));
    const server = await serve(({ url = '' }, response) => {
      const encoding = url.slice(1);
      const body = { ...packed, bomb }[encoding];
      const cut = url === '/cut' ? packed.gzip.subarray(0, 20) : undefined;
      response.setHeader('content-encoding', encoding === 'br' ? 'br' : encoding === 'odd' ? 'zstd' : 'gzip');
      response.end(body ?? cut ?? 'no gzip');
    });
    const get = (path: string) => fetchFrom({ url: server.url(path) }, [server.allowed]);
    assert.equal(String((await get('/gzip'))?.bytes), LIST);
    assert.equal(String((await get('/br'))?.bytes), LIST);
    await failsWith('too_large', get('/bomb'));
    await failsWith('interrupted', get('/cut'));
    await failsWith('encoding_unclear', get('/none'));
    await failsWith('encoding_unclear', get('/odd'));
  });

  it('is given up where it is too large, whether the server says so or not, and where there is nothing in it', async () => {
    const sent = { bytes: 0 };
    const server = await serve(({ url }, response) => {
      if (url === '/said') response.writeHead(200, { 'content-length': '2000000' }).flushHeaders();
      if (url === '/empty') response.end();
      if (url !== '/endless') return;
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent.bytes += 65_536;
      };
      response.on('drain', more);
      more();
    });
    await failsWith('too_large', fetchFrom({ url: server.url('/said') }, [server.allowed]));
    await failsWith('too_large', fetchFrom({ url: server.url('/endless') }, [server.allowed]));
    assert.ok(sent.bytes < 20_000_000, String(sent.bytes));
    await failsWith('empty', fetchFrom({ url: server.url('/empty') }, [server.allowed]));
  });

  it('is given up where it takes too long: before its head, and drop by drop', async () => {
    const timers: NodeJS.Timeout[] = [];
    const server = await serve(({ url }, response) => {
      if (url === '/silent') return;
      response.flushHeaders();
      timers.push(setInterval(() => response.write('x'), 20));
    });
    const limits = { totalMs: 300 };
    await failsWith('timed_out', fetchFrom({ url: server.url('/silent') }, [server.allowed], limits));
    await failsWith('timed_out', fetchFrom({ url: server.url('/drops') }, [server.allowed], limits));
    for (const timer of timers) clearInterval(timer);
  });

  it('is not taken for whole where it was cut', async () => {
    const server = await serve(({ url }, response) => {
      if (url === '/length') response.writeHead(200, { 'content-length': '1000' });
      response.write(LIST, () => response.destroy());
    });
    await failsWith('interrupted', fetchFrom({ url: server.url('/length') }, [server.allowed]));
    await failsWith('interrupted', fetchFrom({ url: server.url('/chunked') }, [server.allowed]));
  });

  it('says by its failure what a person can do', async () => {
    const server = await serve(({ url = '' }, response) => response.writeHead(Number(url.slice(1))).end('<html>'));
    const codes = { 401: 'not_allowed', 403: 'not_allowed', 404: 'not_there', 410: 'not_there' } as const;
    const others = { 429: 'server_error', 500: 'server_error', 503: 'server_error', 204: 'answer_unclear' } as const;
    for (const [status, code] of Object.entries({ ...codes, ...others, 302: 'redirect_unclear' })) {
      await failsWith(code, fetchFrom({ url: server.url(`/${status}`) }, [server.allowed]));
    }
    const { port } = server;
    await failsWith('answer_unclear', fetchFrom({ url: `https://127.0.0.1:${port}/` }, [server.allowed]));
    await server.stop();
    servers.pop();
    await failsWith('unreachable', fetchFrom({ url: `http://127.0.0.1:${port}/` }, [{ host: '127.0.0.1', port }]));
    await failsWith('name_not_found', fetchFrom({ url: 'https://no-such-name.invalid/' }, []));
    const secure = await serve((_, response) => response.end(LIST), '127.0.0.1', certificate);
    await failsWith('certificate', fetchFrom({ url: secure.url() }, [secure.allowed]));
  });

  it('is given up when nobody waits for it any more', async () => {
    const server = await serve(() => undefined);
    const asked = new AbortController();
    const downloads = httpDownloads({ maxBytes: 1_000, totalMs: 5_000, allowed: [server.allowed] });
    const fetching = downloads.download({ ...FILE, url: server.url() }, asked.signal);
    asked.abort(new Error('the worker ends'));
    await assert.rejects(fetching, /the worker ends/);
  });
});
