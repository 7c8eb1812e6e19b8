/** Why a list could not be fetched, and whether it is worth trying again within the same run: the one table of these sentences. */
export const PULL_FAILURES = {
  address_refused: {
    message: 'The address leads to a place that is not on the public Internet, or not to https.',
    isWorthRetrying: false,
  },
  name_not_found: { message: 'The name of the server could not be found.', isWorthRetrying: true },
  unreachable: { message: 'The server could not be reached.', isWorthRetrying: true },
  certificate: { message: 'The certificate of the server is not valid.', isWorthRetrying: false },
  too_many_redirects: { message: 'The server sent the request on more than five times.', isWorthRetrying: false },
  redirect_unclear: { message: 'The server sent the request on, and did not say where to.', isWorthRetrying: false },
  not_allowed: {
    message: 'The server refused the request: look at the headers of the source, which hold its password or key.',
    isWorthRetrying: false,
  },
  not_there: { message: 'There is no list at this address any more.', isWorthRetrying: false },
  answer_unclear: { message: 'The server gave an answer that is neither a list nor an error.', isWorthRetrying: false },
  server_error: { message: 'The server had an error of its own, or was too busy.', isWorthRetrying: true },
  timed_out: { message: 'The server took too long.', isWorthRetrying: true },
  interrupted: { message: 'The answer ended before it was complete.', isWorthRetrying: true },
  encoding_unclear: { message: 'The answer was compressed in a way that cannot be read.', isWorthRetrying: false },
  too_large: { message: 'The list is larger than IMPORT_MAX_FILE_MB.', isWorthRetrying: false },
  empty: { message: 'The server sent an empty file.', isWorthRetrying: false },
  not_safe: { message: 'The scanner found something harmful in the file.', isWorthRetrying: false },
  internal: { message: 'The list could not be fetched, for a reason on our side.', isWorthRetrying: true },
} as const satisfies Readonly<Record<string, { readonly message: string; readonly isWorthRetrying: boolean }>>;

export type PullFailureCode = keyof typeof PULL_FAILURES;

/** Whether a text is the code of such a failure. */
export function isPullFailureCode(text: unknown): text is PullFailureCode {
  return typeof text === 'string' && Object.hasOwn(PULL_FAILURES, text);
}
