import { type Document, routesOf } from '../openapi/document.js';
import { type FuzzCaller, isPermitted } from './callers.js';
import { type Foreign, type ForeignAnswers, foreignAnswers } from './foreign.js';
import type { SentRequest } from './sent-requests.js';

/** Only who comes back from Google gets a success answer of these; a run has no account there. */
const NEEDS_GOOGLE = ['linkGoogle', 'exchangeSignInCode', 'unlinkIdentity'];
/** The visits of a run are days away, and none is completed. */
const NEEDS_COMPLETED_VISIT = ['reopenChatRoom'];

/** What one run of Schemathesis got to. */
export interface RunFigures {
  /** The caller, and which of its operations where they are a run of their own. */
  readonly name: string;
  readonly requests: number;
  /** Requests without an answer, or with a 5xx. */
  readonly serverErrors: number;
  /** Success answers by operation. */
  readonly reached: Readonly<Record<string, number>>;
  /** Operations that the caller has the permission for, and that never answered with success. */
  readonly unreached: readonly string[];
  readonly foreign: ForeignAnswers;
  /** Schemathesis had something to report, or did not run; phases that the time limit leaves out are no report. */
  readonly reported: boolean;
  readonly outputFile: string;
}

export interface Report {
  /** Nothing was reported, no server error and nothing foreign was answered, and each operation answered somebody with success. */
  readonly passed: boolean;
  readonly seed: number;
  readonly requests: number;
  readonly runs: readonly RunFigures[];
  /** Operations that nobody got a success answer from. */
  readonly unreached: readonly string[];
}

/** Who sent the requests, and to which operations. */
export interface Fuzzed {
  readonly caller: FuzzCaller;
  readonly operations: readonly string[];
}

export function figuresOf(
  document: Document,
  { caller, operations }: Fuzzed,
  foreign: Foreign,
  sent: readonly SentRequest[],
): Omit<RunFigures, 'name' | 'reported' | 'outputFile'> {
  const reached: Record<string, number> = {};
  for (const { operationId, status } of sent) {
    if (operationId !== null && status >= 200 && status < 300) reached[operationId] = (reached[operationId] ?? 0) + 1;
  }
  const unreached = routesOf(document)
    .filter(({ operation }) => operations.includes(operation.operationId) && isPermitted(caller, operation))
    .flatMap(({ operation: { operationId } }) => (reached[operationId] ? [] : [operationId]));
  const serverErrors = sent.filter(({ status }) => status >= 500 || status === 0).length;
  return { requests: sent.length, serverErrors, reached, unreached, foreign: foreignAnswers(caller, foreign, sent) };
}

export function reportOf(document: Document, seed: number, runs: readonly RunFigures[]): Report {
  const reached = new Set(runs.flatMap((one) => Object.keys(one.reached)));
  const reachable = routesOf(document).filter(
    ({ operation }) => ![...NEEDS_GOOGLE, ...NEEDS_COMPLETED_VISIT].includes(operation.operationId),
  );
  const unreached = reachable.flatMap(({ operation: { operationId } }) =>
    reached.has(operationId) ? [] : [operationId],
  );
  const requests = runs.reduce((sum, one) => sum + one.requests, 0);
  const isClean = (one: RunFigures) => !one.reported && one.serverErrors === 0 && one.foreign.answered.length === 0;
  const passed = unreached.length === 0 && runs.every(isClean);
  return { passed, seed, requests, runs, unreached };
}

export function textOf({ seed, passed, requests, runs, unreached }: Report): string {
  return [
    `seed ${seed}: ${passed ? 'passed' : 'FAILED'}, ${requests} requests`,
    ...runs.flatMap((one) => [
      `${one.name}: ${one.requests} requests, ${one.foreign.asked} for foreign records, ${one.serverErrors} server errors, ${Object.keys(one.reached).length} operations with success answers, ${one.reported ? `REPORTS in ${one.outputFile}` : 'nothing to report'}`,
      ...one.foreign.answered.map((line) => `  ${line}`),
      ...(one.unreached.length > 0 ? [`  permitted, and without a success answer: ${one.unreached.join(', ')}`] : []),
    ]),
    ...(unreached.length > 0 ? [`without a success answer in any run: ${unreached.join(', ')}`] : []),
  ].join('\n');
}
