import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { fileNameOf } from '../../domain/catalogue/sources/file-name.js';
import { isPublicAddress } from '../../domain/catalogue/sources/public-address.js';
import { type AllowedHost, isAllowedHost, targetRefusal, urlOf } from '../../domain/catalogue/sources/pull-target.js';
import type { SourceHeaders } from '../../domain/catalogue/sources/source.js';
import { boundedBody, ENCODINGS } from './bounded-body.js';
import { checkedLookup, type Resolver, systemResolver } from './checked-lookup.js';
import { failedStatus, failureOf } from './failures.js';
import { DownloadFailed, type Downloads, type FetchedFile, type WantedFile } from './port.js';

export interface DownloadLimits {
  readonly maxBytes: number;
  /** For everything together: names, redirects, and the last byte. */
  readonly totalMs: number;
  /** Reached whatever their addresses are, also by http. */
  readonly allowed: readonly AllowedHost[];
}

/** What a test has in place of the network around it. */
export interface Surroundings {
  readonly resolve: Resolver;
  readonly isPublic: (address: string) => boolean;
  /** Certificate authorities beside those of the system, in PEM. */
  readonly ca?: string;
}

const MOST_REDIRECTS = 5;
const REDIRECTS: readonly (number | undefined)[] = [301, 302, 303, 307, 308];
const LARGEST_HEAD = 16_384;
const INTERNET: Surroundings = { resolve: systemResolver, isPublic: isPublicAddress };

/**
 * Fetches files by https from public addresses. Each name is looked up once per request, and the connection is made to the address that
 * was checked; each redirect is checked as the first address was. There is neither a proxy nor a connection that an earlier request
 * has left open.
 */
export function httpDownloads(limits: DownloadLimits, surroundings: Surroundings = INTERNET): Downloads {
  return {
    async download(wanted, signal) {
      const late = AbortSignal.timeout(limits.totalMs);
      try {
        return await fetchFrom({ limits, surroundings, signal: AbortSignal.any([signal, late]) }, wanted);
      } catch (error) {
        signal.throwIfAborted();
        if (late.aborted) throw new DownloadFailed('timed_out', error);
        throw failureOf(error);
      }
    },
  };
}

interface Conversation {
  readonly limits: DownloadLimits;
  readonly surroundings: Surroundings;
  readonly signal: AbortSignal;
}

async function fetchFrom(conversation: Conversation, wanted: WantedFile): Promise<FetchedFile | null> {
  let url = checked(urlOf(wanted.url), conversation.limits.allowed);
  const { origin } = url;
  // Headers hold passwords. Another host, or the same one without https, gets none of them, nor does whatever follows on it.
  let isAtHome = true;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    isAtHome &&= url.origin === origin;
    const answer = await ask(conversation, url, { ...(isAtHome ? wanted.headers : {}), ...validatorsOf(wanted) });
    const { statusCode, headers } = answer;
    if (!REDIRECTS.includes(statusCode)) return fileOf(conversation, wanted, { answer, url });
    answer.destroy();
    if (headers.location === undefined) throw new DownloadFailed('redirect_unclear');
    const next = URL.canParse(headers.location, url.href) ? new URL(headers.location, url) : null;
    url = checked(next, conversation.limits.allowed);
  }
  throw new DownloadFailed('too_many_redirects');
}

async function fileOf(
  { limits }: Conversation,
  wanted: WantedFile,
  { answer, url }: { readonly answer: IncomingMessage; readonly url: URL },
): Promise<FetchedFile | null> {
  const { statusCode = 0, headers } = answer;
  try {
    if (statusCode === 304 && (wanted.etag ?? wanted.lastModified) !== null) return null;
    if (statusCode !== 200) throw new DownloadFailed(failedStatus(statusCode));
    const bytes = await boundedBody(answer, limits.maxBytes);
    if (bytes.length === 0) throw new DownloadFailed('empty');
    return {
      name: fileNameOf(url, headers['content-disposition']),
      bytes,
      etag: headers.etag ?? null,
      lastModified: headers['last-modified'] ?? null,
    };
  } finally {
    answer.destroy();
  }
}

function checked(url: URL | null, allowed: readonly AllowedHost[]): URL {
  if (url === null) throw new DownloadFailed('redirect_unclear');
  if (targetRefusal(url, allowed) !== null) throw new DownloadFailed('address_refused');
  return url;
}

function validatorsOf({ etag, lastModified }: WantedFile): SourceHeaders {
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

/** One request, and the beginning of its answer. */
function ask(
  { limits, surroundings, signal }: Conversation,
  url: URL,
  headers: SourceHeaders,
): Promise<IncomingMessage> {
  const isAllowed = isAllowedHost(url, limits.allowed) ? () => true : surroundings.isPublic;
  const options: RequestOptions = {
    method: 'GET',
    headers: { accept: '*/*', 'user-agent': 'Keepwell', ...headers, 'accept-encoding': ENCODINGS, connection: 'close' },
    agent: false,
    lookup: checkedLookup(surroundings.resolve, isAllowed),
    maxHeaderSize: LARGEST_HEAD,
    signal,
  };
  return new Promise((resolve, reject) => {
    const secure = { rejectUnauthorized: true, ...(surroundings.ca ? { ca: surroundings.ca } : {}) };
    const sent: ClientRequest =
      url.protocol === 'https:' ? httpsRequest(url, { ...options, ...secure }) : httpRequest(url, options);
    sent.once('response', resolve);
    // Behind the response, what becomes of the connection is seen by whoever reads the body.
    sent.on('error', reject);
    sent.end();
  });
}
