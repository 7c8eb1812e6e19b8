const LOCAL = /^[^\s@"<>()[\]\\,;:]{1,64}$/;
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}][\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u;

/** True for an address that mail can be sent to: one @, a sane local part, a domain with a dot, at most 254 characters. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  if (text.length > 254 || local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false;
  return LOCAL.test(local) && DOMAIN.test(text.slice(at + 1));
}

/** What two spellings of one address have in common: accounts are found by it, the typed form is what is kept. */
export function emailKey(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}
