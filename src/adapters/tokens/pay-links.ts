import type { KeyRing } from '../../config/key-ring.js';
import { isUuid } from '../../domain/ids.js';
import type { PayLinks } from './port.js';

const PURPOSE = 'pay';
const ID_BYTES = 16;

/**
 * Links to `/pay/{token}` of this installation. The token is the appointment's id and its signature, 43 characters: short
 * enough for a text message. It cannot be made without the key ring, nor used for another appointment.
 */
export function payLinks(keys: KeyRing, publicUrl: string): PayLinks {
  return {
    linkTo: (appointmentId) => {
      const id = Buffer.from(appointmentId.replaceAll('-', ''), 'hex');
      return `${publicUrl}/pay/${Buffer.concat([id, keys.sign(PURPOSE, id)]).toString('base64url')}`;
    },
    read: (token) => {
      const bytes = Buffer.from(token, 'base64url');
      // Only as it was written: base64 has several spellings of the same bytes.
      if (bytes.toString('base64url') !== token || bytes.length <= ID_BYTES) return null;
      const id = bytes.subarray(0, ID_BYTES);
      if (!keys.isSigned(PURPOSE, id, bytes.subarray(ID_BYTES))) return null;
      const uuid = id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      return isUuid(uuid) ? uuid : null;
    },
  };
}
