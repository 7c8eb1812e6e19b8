import { existsSync, readFileSync } from 'node:fs';
import { type Document, routesOf } from '../openapi/document.js';

/** One request of a run, and what it was answered. */
export interface SentRequest {
  /** Null: the request went to no path of the document. */
  readonly operationId: string | null;
  readonly method: string;
  readonly path: string;
  /** Path, query and body. */
  readonly text: string;
  readonly answer: string;
  /** 0: none came. */
  readonly status: number;
}

interface Har {
  readonly log: {
    readonly entries: readonly {
      readonly request: {
        readonly method: string;
        readonly url: string;
        readonly postData?: { readonly text?: string };
      };
      readonly response: { readonly status: number; readonly content?: { readonly text?: string } };
    }[];
  };
}

/**
 * Reads the list of requests (HAR) that Schemathesis kept. It keeps none when it ends before its first request; its exit
 * code then says that the run failed.
 */
export function readSentRequests(document: Document, requestsFile: string): readonly SentRequest[] {
  if (!existsSync(requestsFile)) return [];
  const { entries } = (JSON.parse(readFileSync(requestsFile, 'utf8')) as Har).log;
  const addresses = addressesOf(document);
  return entries.map(({ request: { method, url, postData }, response: { status, content } }) => {
    const { pathname, search } = new URL(url);
    const path = pathname.replace(/\/$/, '');
    const found = addresses.find((one) => one.method === method && one.pattern.test(path));
    const text = `${path}${search} ${postData?.text ?? ''}`;
    return { operationId: found?.operationId ?? null, method, path, text, answer: content?.text ?? '', status };
  });
}

/** Only ids stand for `{id}`: `/appointments/availabilities` is no appointment. */
function addressesOf(document: Document) {
  return routesOf(document).map(({ method, path, operation: { operationId } }) => ({
    method: method.toUpperCase(),
    operationId,
    pattern: new RegExp(`^${path.replaceAll('.', '[.]').replace(/\{[^}]+\}/g, '[0-9a-fA-F-]{36}')}$`),
  }));
}
