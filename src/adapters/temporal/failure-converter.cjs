// Loaded by path, by clients and workers in Node and by the bundler for workflows, hence plain CommonJS.
const {
  ActivityFailure,
  ApplicationFailure,
  ApplicationFailureCategory,
  ChildWorkflowFailure,
  DefaultFailureConverter,
  TimeoutFailure,
} = require('@temporalio/common');

/** Outages, whose sentences are ours; unlike refusals they are worth a warning in the log, so they are not benign. */
const OUTAGES = new Set(['unavailable', 'provider_unavailable', 'provider_refused']);

/**
 * Whether a failure's sentence may stand in the engine in plain text, where support staff read it. Refusals are marked as
 * benign where they are made (workflows/support/failures.ts, activities/failures.ts): coded sentences without personal
 * data. What wraps them has the engine's own words. Everything else may quote what failed.
 */
function isPlain(error) {
  if (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) return true;
  if (error instanceof TimeoutFailure) return true;
  if (!(error instanceof ApplicationFailure)) return false;
  return error.category === ApplicationFailureCategory.BENIGN || OUTAGES.has(error.type);
}

/** Decides for each failure of a chain on its own: a plain refusal may have a sealed cause. No stack trace is ever plain. */
class SealingFailureConverter extends DefaultFailureConverter {
  errorToFailure(error, payloadConverter, context) {
    // A copy: a failure that came from elsewhere is kept with its error and may be converted again.
    const failure = { ...super.errorToFailure(error, payloadConverter, context) };
    const { message, stackTrace } = failure;
    failure.stackTrace = '';
    if (isPlain(error)) {
      failure.encodedAttributes = undefined;
      return failure;
    }
    failure.message = 'Encoded failure';
    failure.encodedAttributes = payloadConverter.toPayload({ message, stack_trace: stackTrace }, context);
    return failure;
  }
}

exports.failureConverter = new SealingFailureConverter();
