import { codes as appointments } from './appointments/codes.js';
import { codes as clinics } from './clinics/codes.js';
import { codes as identity } from './identity/codes.js';
import { codes as messaging } from './messaging/codes.js';
import { codes as operations } from './operations/codes.js';
import { codes as payments } from './payments/codes.js';
import type { Role } from './roles.js';
import { codes as scheduling } from './scheduling/codes.js';
import { codes as support } from './support/codes.js';

/** What a context declares: the kernel takes the union of each member over all contexts. */
interface ContextCodes {
  /** Refusals that only this context knows; the kernel's own are in `errors.ts`. */
  readonly errors: readonly string[];
  readonly auditActions: readonly `${string}.${string}`[];
  /**
   * What a person has to look at: the first sentence says what happened, the others what to do. `helps`: the actions of
   * staff that help, the most helpful first; none where it ends by itself or outside.
   */
  readonly attention: readonly { readonly code: string; readonly text: string; readonly helps: readonly string[] }[];
  /** Each permission with the roles that have it. */
  readonly permissions: Readonly<Record<string, readonly Role[]>>;
}

/** All contexts. A new one is registered here and in `src/composition`, and in no other list. */
export const CONTEXTS = [
  identity,
  clinics,
  scheduling,
  appointments,
  payments,
  messaging,
  support,
  operations,
] as const satisfies readonly ContextCodes[];
type Declared = (typeof CONTEXTS)[number];

export type ContextError = Declared['errors'][number];
export type ContextAuditAction = Declared['auditActions'][number];
export type AttentionCode = Declared['attention'][number]['code'];
export type ContextPermission = PermissionsOf<Declared>;
type PermissionsOf<Each> = Each extends { readonly permissions: infer Grants } ? keyof Grants : never;
