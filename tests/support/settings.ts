import { randomBytes } from 'node:crypto';
import { loadSettings } from '../../src/config/load.js';
import type { Settings } from '../../src/config/schema.js';

/** Settings of a test installation: everything a process needs, with short waits where a test says so. */
export function testSettings(env: Readonly<Record<string, string>>): Settings {
  return loadSettings({
    NODE_ENV: 'test',
    KEEPWELL_EMBEDDED: '1',
    PORT: '0',
    PUBLIC_URL: 'http://127.0.0.1:3000',
    TOKEN_KEYS: `t1:${randomBytes(32).toString('base64')}`,
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'error',
    SMTP_URL: 'smtp://127.0.0.1:1',
    ...env,
  });
}
