import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readSigningFile, signingKeyDeps } from '../../../src/composition/signing.js';
import { testSettings } from '../../support/settings.js';

const PFX = fileURLToPath(new URL('../../fixtures/signing/clinic.pfx', import.meta.url));
const settings = (env: Readonly<Record<string, string>> = {}) =>
  testSettings({
    DATABASE_URL: 'postgres://localhost/none',
    TEMPORAL_ADDRESS: 'localhost:1',
    PAYMENTS_ENABLED: 'false',
    PUBLIC_URL: 'https://clinic.invalid:8443/somewhere',
    ...env,
  });

describe('the settings of signing', () => {
  it('name no file by themselves: the installation certifies its doctors, under its host name', async () => {
    const deps = signingKeyDeps({ settings: settings(), now: () => new Date() });
    assert.equal(await deps.fileKey(), null);
    const term = { notBefore: new Date('2026-01-01'), notAfter: new Date('2046-01-01') };
    assert.equal((await deps.authority.create(term)).holder, 'Prescriptions of clinic.invalid');
  });

  it('name a file, which is read once', async () => {
    const deps = signingKeyDeps({
      settings: settings({ SIGNING_PFX: PFX, SIGNING_PFX_PASSWORD: 'secret' }),
      now: () => new Date(),
    });
    const key = await deps.fileKey();
    assert.equal(key?.holder, 'Clinic of the tests');
    assert.equal(await deps.fileKey(), key);
  });

  it('say what is wrong with a file, without its password', async () => {
    const missing = settings({ SIGNING_PFX: `${PFX}.not`, SIGNING_PFX_PASSWORD: 'hush' });
    await assert.rejects(readSigningFile(missing), { message: 'SIGNING_PFX cannot be read (ENOENT).' });
    const wrong = settings({ SIGNING_PFX: PFX, SIGNING_PFX_PASSWORD: 'hush' });
    await assert.rejects(
      readSigningFile(wrong),
      ({ message }) => /cannot be opened/.test(message) && !/hush/.test(message),
    );
  });
});
