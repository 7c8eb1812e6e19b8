/** What Stripe puts into the `error` of an answer beside its message. */
interface FaultDetail {
  readonly code?: string;
  readonly param?: string;
  readonly charge?: string;
}

/**
 * An answer of the API that is an error. `stored` says whether an idempotency key keeps it: Stripe keeps
 * the outcome of every request that began to run, but not one whose parameters were refused beforehand.
 */
export class StripeFault extends Error {
  constructor(
    readonly status: number,
    readonly type: 'invalid_request_error' | 'idempotency_error' | 'api_error',
    message: string,
    readonly detail: FaultDetail = {},
    readonly stored = false,
  ) {
    super(message);
  }

  /** The body that Stripe would send. */
  body(): { error: Record<string, string> } {
    const code = this.detail.code;
    return {
      error: {
        ...(code === undefined
          ? {}
          : { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` }),
        message: this.message,
        ...(this.detail.param === undefined ? {} : { param: this.detail.param }),
        ...(this.detail.charge === undefined ? {} : { charge: this.detail.charge }),
        type: this.type,
      },
    };
  }
}

/** Parameters that Stripe refuses before it does anything; an idempotency key does not keep this. */
export function invalidRequest(message: string, detail: FaultDetail = {}): StripeFault {
  return new StripeFault(400, 'invalid_request_error', message, detail);
}

/** A request that was understood and ran, and that the state of the object forbids; its key keeps the refusal. */
export function refused(message: string, detail: FaultDetail = {}): StripeFault {
  return new StripeFault(400, 'invalid_request_error', message, detail, true);
}

/** No object has this id. */
export function missing(what: string, id: string, param: string): StripeFault {
  return new StripeFault(
    404,
    'invalid_request_error',
    `No such ${what}: '${id}'`,
    { code: 'resource_missing', param },
    true,
  );
}

/** A drive endpoint's refusal; those are the sandbox's own and answer `{error}`. */
export class DriveRefusal extends Error {
  constructor(
    readonly status: 400 | 404 | 409,
    message: string,
  ) {
    super(message);
  }
}
