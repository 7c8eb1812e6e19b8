import { existsSync, readFileSync } from 'node:fs';
import type { Role } from '../../src/domain/roles.js';
import { type Document, routesOf } from '../openapi/document.js';
import { isPermitted } from './permitted.js';

/** What one run of Schemathesis got to. */
export interface RunFigures {
  /** The role, and which of its operations where they are a run of their own. */
  readonly name: string;
  readonly requests: number;
  /** Requests without an answer, or with a 5xx. */
  readonly serverErrors: number;
  /** Success answers by operation. */
  readonly reached: Readonly<Record<string, number>>;
  /** Operations that the role has the permission for, and that never answered with success. */
  readonly unreached: readonly string[];
  /** Schemathesis had something to report, or did not run; phases that the time limit leaves out are no report. */
  readonly reported: boolean;
  readonly outputFile: string;
}

export interface Report {
  /** Nothing was reported, no server error was answered, and each operation answered somebody with success. */
  readonly passed: boolean;
  readonly seed: number;
  readonly requests: number;
  readonly runs: readonly RunFigures[];
  /** Operations that nobody got a success answer from. */
  readonly unreached: readonly string[];
}

interface Har {
  readonly log: {
    readonly entries: readonly {
      readonly request: { readonly method: string; readonly url: string };
      readonly response: { readonly status: number };
    }[];
  };
}

/** Whose run it was, and which operations it had. */
export interface Fuzzed {
  readonly role: Role | null;
  readonly operations: readonly string[];
}

/**
 * Counts what stands in the list of requests (HAR) that Schemathesis kept. It keeps none when it ends before its first
 * request; its exit code then says that the run failed.
 */
export function figuresOf(
  document: Document,
  { role, operations }: Fuzzed,
  requestsFile: string,
): Pick<RunFigures, 'requests' | 'serverErrors' | 'reached' | 'unreached'> {
  const entries = existsSync(requestsFile) ? (JSON.parse(readFileSync(requestsFile, 'utf8')) as Har).log.entries : [];
  const addresses = addressesOf(document);
  const reached: Record<string, number> = {};
  for (const { request, response } of entries) {
    if (response.status < 200 || response.status > 299) continue;
    const path = new URL(request.url).pathname.replace(/\/$/, '');
    const found = addresses.find((one) => one.method === request.method && one.pattern.test(path));
    if (found) reached[found.operationId] = (reached[found.operationId] ?? 0) + 1;
  }
  const unreached = routesOf(document)
    .filter(({ operation }) => operations.includes(operation.operationId) && isPermitted(role, operation))
    .flatMap(({ operation: { operationId } }) => (reached[operationId] ? [] : [operationId]));
  const serverErrors = entries.filter(({ response }) => response.status >= 500 || response.status === 0).length;
  return { requests: entries.length, serverErrors, reached, unreached };
}

/** Only ids stand for `{id}`: `/appointments/availabilities` is no appointment. */
function addressesOf(document: Document) {
  return routesOf(document).map(({ method, path, operation: { operationId } }) => ({
    method: method.toUpperCase(),
    operationId,
    pattern: new RegExp(`^${path.replaceAll('.', '[.]').replace(/\{[^}]+\}/g, '[0-9a-fA-F-]{36}')}$`),
  }));
}

export function reportOf(document: Document, seed: number, runs: readonly RunFigures[]): Report {
  const reached = new Set(runs.flatMap((one) => Object.keys(one.reached)));
  const unreached = routesOf(document).flatMap(({ operation: { operationId } }) =>
    reached.has(operationId) ? [] : [operationId],
  );
  const requests = runs.reduce((sum, one) => sum + one.requests, 0);
  const passed = unreached.length === 0 && runs.every((one) => !one.reported && one.serverErrors === 0);
  return { passed, seed, requests, runs, unreached };
}

export function textOf({ seed, passed, requests, runs, unreached }: Report): string {
  return [
    `seed ${seed}: ${passed ? 'passed' : 'FAILED'}, ${requests} requests`,
    ...runs.flatMap((one) => [
      `${one.name}: ${one.requests} requests, ${one.serverErrors} server errors, ${Object.keys(one.reached).length} operations with success answers, ${one.reported ? `REPORTS in ${one.outputFile}` : 'nothing to report'}`,
      ...(one.unreached.length > 0 ? [`  permitted, and without a success answer: ${one.unreached.join(', ')}`] : []),
    ]),
    ...(unreached.length > 0 ? [`without a success answer in any run: ${unreached.join(', ')}`] : []),
  ].join('\n');
}
