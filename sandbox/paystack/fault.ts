/** An answer of Paystack's API that is an error: `{status: false, message, type, code}`. */
export class PaystackFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  /** The body that Paystack would send. */
  body(): object {
    const type = this.status >= 500 ? 'api_error' : 'validation_error';
    return { status: false, message: this.message, meta: { nextStep: 'Check the request.' }, type, code: this.code };
  }
}

/** Parameters that Paystack refuses. */
export function refused(code: string, message: string): PaystackFault {
  return new PaystackFault(400, code, message);
}

/** Nothing has this id. */
export function notFound(what: string): PaystackFault {
  return new PaystackFault(404, `${what.toLowerCase()}_not_found`, `${what} not found`);
}
