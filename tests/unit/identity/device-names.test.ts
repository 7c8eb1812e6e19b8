import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deviceName } from '../../../src/domain/identity/device-names.js';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const NAMES: readonly (readonly [userAgent: string | null, name: string | null])[] = [
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Windows'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`, 'Chrome on Windows'],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`,
    'Edge on Windows',
  ],
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 OPR/124.0`,
    'Opera on Mac',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
    'Safari on Mac',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1',
    'Chrome on iPad',
  ],
  [`Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36`, 'Chrome on Android'],
  [
    `Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S911B) ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    'Samsung Internet on Android',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Linux'],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`, 'Chrome on ChromeOS'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)', 'iPhone'],
  ['curl/8.5.0', 'curl'],
  ['KeepwellApp/2.3 CFNetwork/1568 Darwin/24.0.0', 'KeepwellApp'],
  ['node', 'node'],
  ['Mozilla/5.0', null],
  ['the first device', null],
  ['<script>alert(1)</script>/1', null],
  ['', null],
  [null, null],
];

describe('names of devices', () => {
  it('are what a person calls browser and system, as far as the client says them', () => {
    for (const [userAgent, name] of NAMES) assert.equal(deviceName(userAgent), name, userAgent ?? 'none');
  });

  it('take no time over a user agent that was made to take it', () => {
    const before = performance.now();
    deviceName(`Version/${'1.'.repeat(100_000)}`);
    assert.ok(performance.now() - before < 500);
  });
});
