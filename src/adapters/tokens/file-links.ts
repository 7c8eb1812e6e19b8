import type { KeyRing } from '../../config/key-ring.js';
import type { FileGrant, FileLinks } from './port.js';

const BOUND_TO = 'link\nchat file';

/**
 * Links to `/api/v1/chat/files/{token}/` of this installation. The token is the sealed grant: who has it learns nothing from it,
 * and cannot change it.
 */
export function fileLinks(keys: KeyRing, publicUrl: string): FileLinks {
  return {
    linkTo: (grant, expiresAt) => {
      const plain = Buffer.from(JSON.stringify({ ...grant, expiresAt: expiresAt.getTime() }));
      const { keyId, data } = keys.seal(plain, BOUND_TO);
      const token = Buffer.concat([Buffer.from(`${keyId}.`, 'latin1'), data]).toString('base64url');
      return `${publicUrl}/api/v1/chat/files/${token}/`;
    },
    read: (token, now) => {
      const bytes = Buffer.from(token, 'base64url');
      // Only as it was written: base64 has several spellings of the same bytes.
      if (bytes.toString('base64url') !== token) return null;
      const dot = bytes.indexOf('.');
      const sealed = { keyId: bytes.toString('latin1', 0, dot), data: bytes.subarray(dot + 1) };
      try {
        const { expiresAt, ...grant } = JSON.parse(Buffer.from(keys.open(sealed, BOUND_TO)).toString()) as Sealed;
        return now.getTime() < expiresAt ? grant : null;
      } catch {
        // We did not make it.
        return null;
      }
    },
  };
}

type Sealed = FileGrant & { readonly expiresAt: number };
