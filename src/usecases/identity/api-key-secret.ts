import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key as its holder sends it, read: whose it claims to be, and the hash of its secret. */
export interface SentKey {
  readonly id: string;
  readonly secretHash: string;
}

const FORM = /^kw_([0-9a-f]{32})_([0-9a-f]{64})([0-9a-f]{8})$/;

/** A new secret of this key: `kw_<id>_<secret><checksum>`, shown once, and the hash that is kept. */
export function newKey(id: string): { readonly key: string; readonly secretHash: string } {
  const secret = randomBytes(32).toString('hex');
  const bare = id.replaceAll('-', '');
  return { key: `kw_${bare}_${secret}${checksum(bare, secret)}`, secretHash: hashOf(secret) };
}

/** Null for whatever no key of ours can be: nothing has to be looked up for it. */
export function readKey(text: string): SentKey | null {
  const [, bare = '', secret = '', sum = ''] = FORM.exec(text) ?? [];
  if (bare === '' || checksum(bare, secret) !== sum) return null;
  return { id: bare.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), secretHash: hashOf(secret) };
}

/** Whether this is the key's secret, or the one before its rotation while both work. */
export function isSecretOf(
  sent: SentKey,
  key: { readonly secretHash: string; readonly previousHash: string | null; readonly previousUntil: Date | null },
  now: Date,
): boolean {
  if (isSame(sent.secretHash, key.secretHash)) return true;
  const { previousHash, previousUntil } = key;
  return (
    previousHash !== null && previousUntil !== null && previousUntil > now && isSame(sent.secretHash, previousHash)
  );
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Not a proof: it tells a key that was cut short or made up from one that may be ours. */
function checksum(bare: string, secret: string): string {
  return createHash('sha256').update(`kw_${bare}_${secret}`).digest('hex').slice(0, 8);
}
