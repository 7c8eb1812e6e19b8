/** A mail address as it is kept and written to, and the key that every spelling of the same mailbox shares. */
export interface MailAddress {
  /** As typed, without the spaces around it. */
  readonly address: string;
  /** Accounts are found by it; unique in an installation. */
  readonly key: string;
}

// No quoted local parts: "a"@b.c and a@b.c are one mailbox. No separators, controls or characters that show nothing:
// two addresses that look alike must be alike.
const LOCAL = /^(?:(?![\p{Default_Ignorable_Code_Point}\u2800])[^\p{C}\p{Z}@"<>()[\]\\,;:])+$/u;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/;
/** RFC 5321: octets of the local part, and of a whole address. */
const LOCAL_OCTETS = 64;
const ADDRESS_OCTETS = 254;

/** Reads an address that mail can be sent to; null when it is none. */
export function parseEmail(text: string): MailAddress | null {
  const address = text.replace(/^ +| +$/g, '');
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(at, 0));
  const domain = asciiDomain(address.slice(at + 1));
  if (!domain || !LOCAL.test(local) || /^\.|\.\.|\.$/.test(local)) return null;
  if (octets(local) > LOCAL_OCTETS || octets(`${local}@${domain}`) > ADDRESS_OCTETS) return null;
  // Mail servers distinguish upper and lower case in theory only; full-width letters and split accents are other spellings too.
  return { address, key: `${local.normalize('NFKC').toLowerCase().normalize('NFKC')}@${domain}` };
}

/** The key of an address; a text that is none has itself as the key, which no account has. */
export function emailKey(text: string): string {
  return parseEmail(text)?.key ?? text.trim().toLowerCase();
}

/** A domain by UTS #46, in ASCII and lower case; null when it is no name of at least two labels. */
function asciiDomain(domain: string): string | null {
  // What follows would end the host part of a URL, or be decoded in it.
  if (domain === '' || /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800%/\\?#@:[\]]/u.test(domain)) return null;
  try {
    const { hostname } = new URL(`http://${domain}`);
    // Newer releases of Node check the labels that begin with xn-- only beside a label that is not ASCII.
    if (hostname.includes('xn--')) new URL(`http://ü.${hostname}`);
    return DOMAIN.test(hostname) && hostname.length <= 253 ? hostname : null;
  } catch {
    // TypeError is how URL says that UTS #46 refuses the name.
    return null;
  }
}

function octets(text: string): number {
  return new TextEncoder().encode(text).length;
}
