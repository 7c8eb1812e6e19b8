/**
 * Codes of Node that mean "the other side cannot be reached, or went away": nothing is wrong with what was asked, and a
 * later attempt can succeed. By what fails: the name (`EAI_AGAIN`, `ENOTFOUND`), the way there, the connection.
 */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ENOTFOUND',
  'EADDRNOTAVAIL',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTCONN',
  'EPIPE',
  'ESHUTDOWN',
  'ETIMEDOUT',
]);

/**
 * Whether an error is one of the network. Node wraps it: in the `cause` of what `fetch` throws, and in the `errors` of an
 * AggregateError when a host has several addresses and none of them answers.
 */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && UNREACHABLE.has(String(error.code))) return true;
  if (error instanceof AggregateError && error.errors.some(isUnreachable)) return true;
  return error.cause !== error && isUnreachable(error.cause);
}
