import { defaultPayloadConverter } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { withContext } from '../../observability/context.js';
import { REQUEST_ID_KEY } from '../../workflows/support/request-id-key.js';

/**
 * Gives a step's log lines and audit rows the id of the request that they belong to: the command's own, else the one
 * that started the workflow.
 */
export const stepContext: ActivityInboundCallsInterceptor = {
  execute(input, next) {
    const header = input.headers[REQUEST_ID_KEY];
    const ofWorkflow = header === undefined ? undefined : defaultPayloadConverter.fromPayload<unknown>(header);
    const requestId = requestIdOf(input.args[0]) ?? ofWorkflow;
    return typeof requestId === 'string' ? withContext({ requestId }, () => next(input)) : next(input);
  },
};

/** Steps take one object; a command in it knows the request that sent it. */
function requestIdOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('requestId' in argument && typeof argument.requestId === 'string') return argument.requestId;
  return 'command' in argument ? requestIdOf(argument.command) : undefined;
}
