import { existsSync, readFileSync } from 'node:fs';
import { type Document, routesOf } from '../openapi/document.js';

/** What one run of Schemathesis got to. */
export interface RunFigures {
  /** The role, or the role and `-sessions`. */
  readonly name: string;
  readonly requests: number;
  /** Requests without an answer, or with a 5xx. */
  readonly serverErrors: number;
  /** Success answers by operation, of the routes with an id in their address. */
  readonly reached: Readonly<Record<string, number>>;
  /** Schemathesis had something to report, or did not run; phases that the time limit leaves out are no report. */
  readonly reported: boolean;
  readonly outputFile: string;
}

export interface Report {
  readonly passed: boolean;
  readonly seed: number;
  readonly runs: readonly RunFigures[];
  /** Routes with an id that no role got a success answer from. */
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

/**
 * Counts what stands in the list of requests (HAR) that Schemathesis kept. It keeps none when it ends before its first
 * request; its exit code then says that the run failed.
 */
export function figuresOf(
  document: Document,
  requestsFile: string,
): Pick<RunFigures, 'requests' | 'serverErrors' | 'reached'> {
  const entries = existsSync(requestsFile) ? (JSON.parse(readFileSync(requestsFile, 'utf8')) as Har).log.entries : [];
  const routes = routesWithIds(document);
  const reached: Record<string, number> = {};
  for (const { request, response } of entries) {
    if (response.status < 200 || response.status > 299) continue;
    const path = new URL(request.url).pathname.replace(/\/$/, '');
    const route = routes.find((one) => one.method === request.method.toLowerCase() && one.pattern.test(path));
    if (route) reached[route.name] = (reached[route.name] ?? 0) + 1;
  }
  const serverErrors = entries.filter(({ response }) => response.status >= 500 || response.status === 0).length;
  return { requests: entries.length, serverErrors, reached };
}

/** Fixed words win over ids: `/orders/{id}/refresh` is no `/orders/{id}`, as `{id}` takes no slash. */
function routesWithIds(document: Document) {
  return routesOf(document)
    .filter(({ path }) => path.includes('{'))
    .map(({ method, path }) => ({
      method,
      name: `${method.toUpperCase()} ${path}`,
      pattern: new RegExp(`^${path.replaceAll('.', '[.]').replace(/\{[^}]+\}/g, '[0-9a-fA-F-]{36}')}$`),
    }));
}

export function reportOf(document: Document, seed: number, runs: readonly RunFigures[]): Report {
  const reached = new Set(runs.flatMap((one) => Object.keys(one.reached)));
  const unreached = routesWithIds(document)
    .map(({ name }) => name)
    .filter((name) => !reached.has(name));
  return { passed: runs.every((one) => !one.reported && one.serverErrors === 0), seed, runs, unreached };
}

export function textOf(report: Report): string {
  const lines = report.runs.flatMap((one) => [
    `${one.name}: ${one.requests} requests, ${one.serverErrors} server errors, ${one.reported ? `REPORTS in ${one.outputFile}` : 'nothing to report'}`,
    ...Object.entries(one.reached)
      .sort()
      .map(([route, count]) => `  ${String(count).padStart(5)}  ${route}`),
  ]);
  const unreached = report.unreached.map((route) => `         ${route}`);
  return [
    `seed ${report.seed}: ${report.passed ? 'passed' : 'FAILED'}`,
    ...lines,
    ...(unreached.length > 0 ? ['without a success answer in any role:', ...unreached] : []),
  ].join('\n');
}
