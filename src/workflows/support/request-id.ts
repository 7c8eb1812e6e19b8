import { defaultPayloadConverter } from '@temporalio/common';
import { type WorkflowInterceptorsFactory, workflowInfo } from '@temporalio/workflow';
import { REQUEST_ID_KEY } from './request-id-key.js';

/** Loaded beside every workflow: each step's log lines then carry the id of the booking request. */
export const interceptors: WorkflowInterceptorsFactory = () => {
  const withRequestId = <Input extends { readonly headers: Record<string, unknown> }>(input: Input): Input => {
    const requestId = workflowInfo().memo?.[REQUEST_ID_KEY];
    if (typeof requestId !== 'string' || requestId === '') return input;
    const header = defaultPayloadConverter.toPayload(requestId);
    return { ...input, headers: { ...input.headers, [REQUEST_ID_KEY]: header } };
  };
  return {
    outbound: [
      {
        scheduleActivity: (input, next) => next(withRequestId(input)),
        scheduleLocalActivity: (input, next) => next(withRequestId(input)),
      },
    ],
  };
};
