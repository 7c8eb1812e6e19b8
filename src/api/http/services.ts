import type { LinkPurpose } from '../../domain/identity/public.js';
import type { AnswerOnce } from '../../usecases/idempotency/answer-once.js';
import type { noteReplay } from '../../usecases/idempotency/note-replay.js';

/** Pages for people, as complete HTML. */
export interface MetaServices {
  readonly homePage: () => string | Promise<string>;
  /** The API reference, with the demo accounts where there are some. */
  readonly docsPage: () => string;
  /** What a link in a mail about an account leads to. */
  readonly accountPage: (purpose: LinkPurpose) => string;
  /** Where a sign-in with Google ends. */
  readonly signedInPage: () => string;
}

/**
 * Everything that the HTTP surface can do, one slice for each controller. A context adds its slices in its own
 * `services.ts`; `src/composition` does not compile before its manifest brings them along. `ioc.ts` gives a controller the
 * one slice that it needs.
 */
export interface Services {
  readonly idempotency: { readonly answerOnce: AnswerOnce; readonly noteReplay: ReturnType<typeof noteReplay> };
  readonly meta: MetaServices;
}
