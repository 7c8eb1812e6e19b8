import type { KeyRing } from '../../config/key-ring.js';
import type { VisitTokens } from './port.js';

const PURPOSE = 'visit';
const EXPIRY_BYTES = 4;

/**
 * Tokens of this installation that show one appointment without a sign-in. A token is the moment it ends at, in seconds
 * since 1970, and a signature of that moment and the appointment's id: 27 characters. A token of another purpose, such as
 * that of a link to `/pay/{token}`, has another signature.
 */
export function visitTokens(keys: KeyRing): VisitTokens {
  const signed = (appointmentId: string, expiry: Uint8Array) =>
    Buffer.concat([Buffer.from(appointmentId.replaceAll('-', ''), 'hex'), expiry]);
  return {
    issue: (appointmentId, expiresAt) => {
      const expiry = Buffer.alloc(EXPIRY_BYTES);
      expiry.writeUInt32BE(Math.floor(expiresAt.getTime() / 1000));
      return Buffer.concat([expiry, keys.sign(PURPOSE, signed(appointmentId, expiry))]).toString('base64url');
    },
    isValid: (token, appointmentId, now) => {
      const bytes = Buffer.from(token, 'base64url');
      // Base64 has several spellings of the same bytes; only the one that was issued is accepted.
      if (bytes.toString('base64url') !== token || bytes.length <= EXPIRY_BYTES) return false;
      const expiry = bytes.subarray(0, EXPIRY_BYTES);
      if (!keys.isSigned(PURPOSE, signed(appointmentId, expiry), bytes.subarray(EXPIRY_BYTES))) return false;
      return now.getTime() < expiry.readUInt32BE() * 1000;
    },
  };
}
