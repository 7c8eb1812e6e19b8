/** Codes of authenticator apps (TOTP, RFC 6238): six digits, a new one each 30 seconds. */
export interface AuthenticatorCodes {
  /** A secret of 160 bits for a new app, in base32. */
  newSecret(): string;
  /** What the app is given to read; `account` is how it names the entry. */
  setupUrl(secret: string, account: string): string;
  /** The same as a QR code, a whole SVG element. */
  qrSvg(setupUrl: string): Promise<string>;
  /** The time step that a code belongs to, of the present one and one to either side; null when it is of none of them. */
  stepOf(secret: string, code: string, now: Date): number | null;
}
