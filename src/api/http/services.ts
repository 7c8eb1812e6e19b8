import type { AnswerOnce } from '../../usecases/idempotency/answer-once.js';

/** Pages for people, as complete HTML. */
export interface MetaServices {
  readonly homePage: () => string | Promise<string>;
  /** The API reference, with the demo accounts where there are some. */
  readonly docsPage: () => string;
}

/**
 * Everything that the HTTP surface can do, one slice for each controller. A context adds its slices in its own
 * `services.ts`; `src/composition` does not compile before its manifest brings them along. `ioc.ts` gives a controller the
 * one slice that it needs.
 */
export interface Services {
  readonly idempotency: { readonly answerOnce: AnswerOnce };
  readonly meta: MetaServices;
}
