import type { FieldError } from '../../errors.js';
import { invalidFields } from '../../gather.js';
import { type AllowedHost, targetRefusal, urlOf } from './pull-target.js';
import { everyMsOf, type SourceHeaders, type SupplierSource } from './source.js';

/** A source as somebody describes it. */
export interface DescribedSource extends SupplierSource {
  /** Left out: those that the source has already, where it stays on its host. */
  readonly headers?: SourceHeaders | undefined;
}

const MOST_HEADERS = 20;
const LONGEST_VALUE = 4_096;
/** A token of RFC 9110. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** Neither a line break, which would begin another header, nor what no server reads alike. */
const VALUE = /^[\t\x20-\x7e]+$/;
/** Those of the connection and of the conversation, which the pull itself says. */
const OURS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * A source with its address in one spelling and its headers in lower case.
 * @throws DomainError validation_failed, with each member that is wrong (`url`, `every`, `headers.x-key`)
 */
export function readSource({ headers, ...source }: DescribedSource, allowed: readonly AllowedHost[]): DescribedSource {
  const url = urlOf(source.url);
  const refused = url
    ? targetRefusal(url, allowed)
    : 'This is an address such as https://lists.example.com/prices.xlsx.';
  const errors: FieldError[] = [
    ...(refused === null ? [] : [{ field: 'url', message: refused }]),
    ...(everyMsOf(source.every) === null
      ? [{ field: 'every', message: 'This is a time such as 24h or 7d, from a minute to a year.' }]
      : []),
    ...headerErrors(headers ?? {}),
  ];
  if (url === null || errors.length > 0) throw invalidFields(errors);
  // What follows `#` never reaches a server.
  url.hash = '';
  return {
    ...source,
    url: url.href,
    every: source.every.trim(),
    ...(headers ? { headers: inLowerCase(headers) } : {}),
  };
}

function headerErrors(headers: SourceHeaders): readonly FieldError[] {
  const entries = Object.entries(headers);
  if (entries.length > MOST_HEADERS) return [{ field: 'headers', message: `These are at most ${MOST_HEADERS}.` }];
  const names = entries.map(([name]) => name.toLowerCase());
  return entries.flatMap(([name, value], at) => {
    const message = headerError(name, value, names.indexOf(name.toLowerCase()) < at);
    return message === null ? [] : [{ field: `headers.${name}`, message }];
  });
}

function headerError(name: string, value: string, isRepeated: boolean): string | null {
  if (!NAME.test(name)) return 'This is no name of a header.';
  if (OURS.has(name.toLowerCase())) return 'This header is written by the pull itself.';
  if (isRepeated) return 'This header is there twice.';
  if (value.length <= LONGEST_VALUE && VALUE.test(value)) return null;
  return `This is a text of 1 to ${LONGEST_VALUE} printable ASCII characters.`;
}

function inLowerCase(headers: SourceHeaders): SourceHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim()]));
}
