import ipaddr from 'ipaddr.js';

/** An address as a proxy or a socket wrote it, understood once. */
export interface CallerAddress {
  /** The one spelling that audit and sessions keep; `unknown` when it is no address. */
  readonly plain: string;
  /**
   * What limits and idempotency count by: an IPv4 address, or the /64 network of an IPv6 one, because whoever has one
   * address of it has all of them.
   */
  readonly key: string;
}

const UNKNOWN: CallerAddress = { plain: 'unknown', key: 'unknown' };

/**
 * The one place where an address becomes a key: whatever its spelling (with a port, in brackets, with a zone, an IPv4
 * address mapped into IPv6, upper case, leading zeros), the same caller has the same key.
 */
export function readAddress(text: string | undefined): CallerAddress {
  const bare = withoutPort((text ?? '').trim()).replace(/%.*$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return { plain: bare, key: bare };
  if (!ipaddr.IPv6.isValid(bare)) return UNKNOWN;
  const address = ipaddr.process(bare);
  if (address instanceof ipaddr.IPv4) return { plain: address.toString(), key: address.toString() };
  const network = new ipaddr.IPv6([...address.parts.slice(0, 4), 0, 0, 0, 0]);
  return { plain: address.toString(), key: `${network.toString()}/64` };
}

/** Whether an address, as `plain` of {@link readAddress} has it, lies in one of these addresses and networks (CIDR). */
export function isWithinNetworks(address: string, networks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return networks.some((text) => {
    const network = readNetwork(text);
    if (parsed instanceof ipaddr.IPv4)
      return network?.[0] instanceof ipaddr.IPv4 && parsed.match(network[0], network[1]);
    return network?.[0] instanceof ipaddr.IPv6 && parsed.match(network[0], network[1]);
  });
}

/** An address alone is a network of one; null for what is neither. */
export function readNetwork(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text);
    const address = ipaddr.process(text);
    return [address, address instanceof ipaddr.IPv4 ? 32 : 128];
  } catch {
    return null;
  }
}

/**
 * `1.2.3.4:80`, `::ffff:1.2.3.4:80`, `[::1]:80` and `[::1]` without port and brackets: after a dotted IPv4 address a colon
 * can only begin a port. A bare IPv6 address keeps its colons.
 */
function withoutPort(text: string): string {
  return (
    /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text)?.[1] ??
    /^((?:[\da-f:]*:)?\d+(?:\.\d+){3}):\d{1,5}$/i.exec(text)?.[1] ??
    text
  );
}
