/**
 * `Żółta Klinika No. 1` -> `zolta-klinika-no-1`: a name for addresses, in small Latin letters, digits and hyphens. A name
 * without any of them becomes `clinic`.
 */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[łŁ]/g, 'l')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'clinic' : plain;
}

/** Whether an address can name a clinic at all: small letters, digits and hyphens. */
export function isSlug(text: string): boolean {
  return /^[a-z0-9-]{1,100}$/.test(text);
}
