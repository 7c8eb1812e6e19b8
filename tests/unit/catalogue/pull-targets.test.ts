import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileNameOf } from '../../../src/domain/catalogue/sources/file-name.js';
import { isPublicAddress } from '../../../src/domain/catalogue/sources/public-address.js';
import { isAllowedHost } from '../../../src/domain/catalogue/sources/pull-target.js';
import { type DescribedSource, readSource } from '../../../src/domain/catalogue/sources/read-source.js';
import { everyMsOf, nextRunAt, offsetMsOf } from '../../../src/domain/catalogue/sources/source.js';
import { DomainError } from '../../../src/domain/errors.js';

const SOURCE: DescribedSource = {
  url: 'https://lists.example/prices.xlsx',
  every: '24h',
  mode: 'apply',
  coverage: 'full',
  enabled: true,
};

/** The members of a source that are refused. */
function refused(change: Partial<DescribedSource>, allowed: Parameters<typeof readSource>[1] = []): readonly string[] {
  try {
    readSource({ ...SOURCE, ...change }, allowed);
    return [];
  } catch (error) {
    assert.ok(error instanceof DomainError);
    assert.equal(error.code, 'validation_failed');
    return (error.details.fields ?? []).map(({ field }) => field);
  }
}

describe('an address that a price list may be fetched from', () => {
  const open = ['1.1.1.1', '8.8.8.8', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0', '192.0.1.0'];
  const open6 = ['2606:4700:4700::1111', '2001:4860:4860::8888', '2a00:1450:4001:80b::200e', '2001:200::1'];
  const closed = `0.0.0.0 0.1.2.3 10.0.0.0 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.254
    168.63.129.16 169.254.0.1 169.254.169.254 172.16.0.0 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.0
    192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.0 255.255.255.255`;
  const closed6 = `:: ::1 ::7f00:1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:8.8.8.8 0:0:0:0:0:ffff:a00:1 64:ff9b::7f00:1
    64:ff9b::8.8.8.8 64:ff9b:1::a00:1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:db8::1 2002:7f00:1::
    3fff::1 4000::1 fc00::1 fd00:ec2::254 fdff:ffff::1 fe80::1 febf::1 fec0::1 ff02::1`;
  const none = `localhost example.com 2130706433 0x7f000001 017700000001 127.1 1.2.3 1.2.3.4.5 256.1.1.1 1.2.3.4:80 fe80::1%eth0
    [::1] 1::2::3 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 12345::1 g::1 :1 1.1.1.1::`;

  for (const address of [...open, ...open6]) {
    it(`is ${address}`, () => assert.equal(isPublicAddress(address), true));
  }
  for (const address of `${closed} ${closed6} ${none}`.split(/\s+/)) {
    it(`is not ${address}`, () => assert.equal(isPublicAddress(address), false));
  }
});

describe('a source of price lists', () => {
  it('has its address in one spelling, and its headers in lower case', () => {
    const { url, headers } = readSource(
      { ...SOURCE, url: 'HTTPS://Lists.Example:443/a#b', headers: { 'X-Key': ' v ' } },
      [],
    );
    assert.deepEqual([url, headers], ['https://lists.example/a', { 'x-key': 'v' }]);
    assert.equal('headers' in readSource(SOURCE, []), false, 'left out, they are those of before');
  });

  it('is refused where its address is none that may be reached, however that is spelled', () => {
    const spellings = [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '017700000001',
      '１２７.0.0.1',
      '[::1]',
    ];
    const more = [
      '[::ffff:10.0.0.1]',
      '[::ffff:a00:1]',
      '[64:ff9b::a00:1]',
      '[fe80::1]',
      '[fd00::1]',
      '169.254.169.254',
      '0',
      '10.1',
    ];
    for (const host of [...spellings, ...more])
      assert.deepEqual(refused({ url: `https://${host}/list` }), ['url'], host);
    const others = [
      'http://lists.example/',
      'ftp://lists.example/',
      'file:///etc/passwd',
      'data:,list',
      'javascript:1',
      'lists.example',
      '',
    ];
    const named = [
      'https://user@lists.example/',
      'https://user:password@lists.example/',
      `https://lists.example/${'x'.repeat(2_000)}`,
    ];
    for (const url of [...others, ...named]) assert.deepEqual(refused({ url }), ['url'], url);
    assert.deepEqual(refused({ url: 'https://localhost/' }), [], 'what a name leads to is seen when it is looked up');
  });

  it('may be at a host and port that the installation allows, and there alone', () => {
    const allowed = [
      { host: '10.0.0.7', port: 8080 },
      { host: '[::1]', port: 443 },
    ];
    assert.deepEqual(refused({ url: 'http://10.0.0.7:8080/list' }, allowed), []);
    assert.deepEqual(refused({ url: 'https://[::1]/list' }, allowed), []);
    for (const url of ['http://10.0.0.7/', 'http://10.0.0.7:8081/', 'http://10.0.0.8:8080/', 'ftp://10.0.0.7:8080/']) {
      assert.deepEqual(refused({ url }, allowed), ['url'], url);
    }
    assert.deepEqual(refused({ url: 'http://a:b@10.0.0.7:8080/' }, allowed), ['url']);
    assert.equal(isAllowedHost(new URL('http://lists.example/'), [{ host: 'lists.example', port: 80 }]), true);
  });

  it('is refused where a header is none, is ours, or would begin another one', () => {
    const names = ['host', 'Content-Length', 'If-None-Match', 'a b', '', 'x:y'];
    for (const name of names) assert.deepEqual(refused({ headers: { [name]: 'v' } }), [`headers.${name}`]);
    for (const value of ['', 'a\r\nb: c', 'ü', 'x'.repeat(4_097)]) {
      assert.deepEqual(refused({ headers: { 'x-key': value } }), ['headers.x-key']);
    }
    assert.deepEqual(refused({ headers: { 'X-Key': 'a', 'x-key': 'b' } }), ['headers.x-key']);
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`x-${at}`, 'v']));
    assert.deepEqual(refused({ headers: many }), ['headers']);
    assert.deepEqual(refused({ headers: { Authorization: 'Bearer a.b-c', cookie: 'a=b; c=d' } }), []);
  });

  it('is fetched every minute at the most often, and every year at the least', () => {
    const hours = 3_600_000;
    assert.deepEqual(['24h', '7d', '90m', '60s'].map(everyMsOf), [24 * hours, 168 * hours, 1.5 * hours, 60_000]);
    for (const every of ['', '24', 'daily', '59s', '0h', '367d', '-1h', '1.5h', '99999999d']) {
      assert.deepEqual(refused({ every }), ['every'], every);
    }
  });

  it('is fetched next in its own share of its period', () => {
    const everyMs = 3_600_000;
    const at = (text: string) => new Date(`2026-12-01T${text}Z`);
    assert.deepEqual(nextRunAt({ everyMs, offsetMs: 600_000 }, at('10:00:00')), at('10:10:00'));
    assert.deepEqual(nextRunAt({ everyMs, offsetMs: 600_000 }, at('10:10:00')), at('11:10:00'));
    assert.deepEqual(nextRunAt({ everyMs, offsetMs: 600_000 }, at('10:59:59.999')), at('11:10:00'));
    const offsets = new Set(Array.from({ length: 50 }, (_, name) => offsetMsOf(`clinic/${name}`, everyMs)));
    assert.ok(offsets.size > 40, 'sources do not all begin together');
    for (const offset of offsets) assert.ok(offset >= 0 && offset < everyMs && offset % 1_000 === 0);
  });
});

describe('the name of a file that was fetched', () => {
  const cases: readonly (readonly [string, string | undefined, string])[] = [
    ['https://a.example/lists/Price%20list.xlsx?key=secret', undefined, 'Price list.xlsx'],
    ['https://a.example/', undefined, 'list'],
    ['https://a.example/export?key=secret', 'attachment; filename="December.csv"', 'December.csv'],
    ['https://a.example/export', 'attachment; filename=December.csv; size=3', 'December.csv'],
    ['https://a.example/export', 'attachment; filename="../../etc/passwd"', 'passwd'],
    ['https://a.example/export', 'attachment; filename="..\\\\a\\tb"', 'tb'],
    ['https://a.example/100%', 'inline', '100%'],
    ['https://a.example/a%00%0Ab', undefined, 'ab'],
    [`https://a.example/${'x'.repeat(300)}`, undefined, 'x'.repeat(200)],
  ];
  for (const [url, disposition, name] of cases) {
    it(`is ${name.slice(0, 30)} of ${url.slice(0, 60)}`, () =>
      assert.equal(fileNameOf(new URL(url), disposition), name));
  }
});
