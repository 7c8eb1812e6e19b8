import { readFile } from 'node:fs/promises';
import type { DocumentMaker } from '../adapters/document-maker/port.js';
import { ThreadedMaker } from '../adapters/document-maker/threaded-maker.js';
import { certificateAuthority } from '../adapters/signing/authority.js';
import { readPfx } from '../adapters/signing/pfx.js';
import type { NewKey } from '../adapters/signing/port.js';
import type { Settings } from '../config/schema.js';
import type { SigningKeyDeps } from '../usecases/prescriptions/signing-key.js';
import type { Core } from './core.js';

/** What keys of doctors are made and read with; for the worker alone. */
export function signingKeyDeps({ settings, now }: Pick<Core, 'settings' | 'now'>): SigningKeyDeps {
  let file: Promise<NewKey | null> | undefined;
  return {
    authority: certificateAuthority(new URL(settings.PUBLIC_URL).hostname),
    fileKey: () => {
      file ??= readSigningFile(settings);
      return file;
    },
    now,
  };
}

/** What prints prescriptions and signs them; keys are the worker's alone. */
export function documentMaker({ SIGNING_TIMESTAMP_URL }: Pick<Settings, 'SIGNING_TIMESTAMP_URL'>): DocumentMaker {
  const timestampUrl = SIGNING_TIMESTAMP_URL ?? null;
  // A server of time stamps may keep one thread waiting for 8 s; the other goes on.
  return new ThreadedMaker({ timestampUrl, threads: timestampUrl === null ? 1 : 2 });
}

/**
 * The certificate of SIGNING_PFX; null without one.
 * @throws Error with a sentence for the operator when it cannot be read or is not valid now
 */
export async function readSigningFile({ SIGNING_PFX, SIGNING_PFX_PASSWORD }: Settings): Promise<NewKey | null> {
  if (SIGNING_PFX === undefined) return null;
  const bytes = await readFile(SIGNING_PFX).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`SIGNING_PFX cannot be read (${error.code ?? 'unknown error'}).`, { cause: error });
  });
  const key = await readPfx(bytes, SIGNING_PFX_PASSWORD ?? '');
  const now = new Date();
  if (now < key.notBefore || now > key.notAfter) {
    throw new Error(`SIGNING_PFX is valid from ${key.notBefore.toISOString()} to ${key.notAfter.toISOString()} only.`);
  }
  return key;
}
