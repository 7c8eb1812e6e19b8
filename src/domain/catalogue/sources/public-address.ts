/** A block of addresses: its first one and the length of its prefix. */
type Block = readonly [first: string, prefix: number];

/**
 * IPv4 blocks that are no part of the public Internet (IANA Special-Purpose Address Registry, RFC 6890), and one address of it that
 * a cloud answers inside of its machines.
 */
const REFUSED_4: readonly Block[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Shared by customers of a provider (RFC 6598); one cloud has its metadata at 100.100.100.200.
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local; most clouds have their metadata at 169.254.169.254.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Azure's WireServer: a public address that leads to the host of a machine.
  ['168.63.129.16', 32],
];

/** Only these IPv6 addresses are public: loopback, local, mapped (`::ffff:0:0/96`) and NAT64 ones (`64:ff9b::/96`) lie outside. */
const GLOBAL_6: Block = ['2000::', 3];
/** Of them, these lead elsewhere (protocol assignments with Teredo, documentation), or hold an IPv4 address that nobody has checked (6to4). */
const REFUSED_6: readonly Block[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const BITS_4 = 32;
const BITS_6 = 128;

/** Whether a text is an address, and a public one. What is no address is not: names, zones (`fe80::1%eth0`), other spellings of numbers. */
export function isPublicAddress(text: string): boolean {
  const four = ipv4Of(text);
  if (four !== null) return !REFUSED_4.some((block) => isWithin(four, block, BITS_4));
  const six = ipv6Of(text);
  if (six === null) return false;
  return isWithin(six, GLOBAL_6, BITS_6) && !REFUSED_6.some((block) => isWithin(six, block, BITS_6));
}

/** Whether a host is an address and no name; as `URL.hostname` gives it, which has one spelling for each address. */
export function isLiteralAddress(host: string): boolean {
  return ipv4Of(host) !== null || ipv6Of(host.replace(/^\[(.*)\]$/, '$1')) !== null;
}

function isWithin(address: bigint, [first, prefix]: Block, bits: number): boolean {
  const start = bits === BITS_4 ? ipv4Of(first) : ipv6Of(first);
  const rest = BigInt(bits - prefix);
  return start !== null && address >> rest === start >> rest;
}

function ipv4Of(text: string): bigint | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return null;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6Of(text: string): bigint | null {
  if (!/^[\da-f:.]+$/i.test(text) || !text.includes(':')) return null;
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return null;
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  if (!before || !after) return null;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const zeros = Array.from({ length: missing }, () => 0);
  return [...before, ...zeros, ...after].reduce((sum, group) => sum * 65_536n + BigInt(group), 0n);
}

/** Groups of 16 bits; the last two may be written as an IPv4 address. Null where one is neither. */
function groupsOf(text: string): readonly number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    const four = at === parts.length - 1 ? ipv4Of(part) : null;
    if (four !== null) groups.push(Number(four / 65_536n), Number(four % 65_536n));
    else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return null;
  }
  return groups;
}
