import { generateSecret, generateURI, verifySync } from 'otplib';
import { toString as drawQr } from 'qrcode';
import type { AuthenticatorCodes } from './port.js';

const ISSUER = 'Keepwell';
const STEP_SECONDS = 30;

/** TOTP as every authenticator app makes it (SHA-1, six digits, 30 seconds), through otplib. */
export const totpCodes: AuthenticatorCodes = {
  newSecret: () => generateSecret(),
  setupUrl: (secret, account) => generateURI({ issuer: ISSUER, label: account, secret }),
  qrSvg: (setupUrl) => drawQr(setupUrl, { type: 'svg', errorCorrectionLevel: 'M' }),
  stepOf(secret, code, now) {
    const epoch = Math.floor(now.getTime() / 1000);
    const result = verifySync({ secret, token: code, epoch, epochTolerance: STEP_SECONDS });
    return result.valid ? Math.floor(epoch / STEP_SECONDS) + result.delta : null;
  },
};
