import { codes as appointments } from './appointments/codes.js';
import { codes as catalogue } from './catalogue/codes.js';
import { codes as chat } from './chat/codes.js';
import { codes as clinics } from './clinics/codes.js';
import { codes as documents } from './documents/codes.js';
import { codes as formulary } from './formulary/codes.js';
import { codes as identity } from './identity/codes.js';
import { codes as messaging } from './messaging/codes.js';
import { codes as operations } from './operations/codes.js';
import { codes as patients } from './patients/codes.js';
import { codes as payments } from './payments/codes.js';
import { codes as prescriptions } from './prescriptions/codes.js';
import { codes as lawOfPrescribing } from './prescriptions/law/codes.js';
import { codes as questionnaires } from './questionnaires/codes.js';
import type { MatrixRow } from './record-rules.js';
import { codes as records } from './records/codes.js';
import { codes as scheduling } from './scheduling/codes.js';
import { codes as support } from './support/codes.js';

interface DeclaredAttention {
  readonly code: string;
  readonly text: string;
  readonly helps: readonly string[];
  /** About security: for nobody but the administrators of the clinic. */
  readonly forAdmins?: true;
}

/** What a context declares: the kernel takes the union of each member over all contexts. */
interface ContextCodes {
  /** Refusals that only this context knows; the kernel's own are in `errors.ts`. */
  readonly errors: readonly string[];
  readonly auditActions: readonly `${string}.${string}`[];
  /**
   * What a person has to look at: the first sentence says what happened, the others what to do. `helps`: the actions of
   * staff that help, the most helpful first; none where it ends by itself or outside.
   */
  readonly attention: readonly DeclaredAttention[];
  /** Each permission with what each role reaches by it. */
  readonly permissions: Readonly<Record<string, MatrixRow>>;
  /** Parts of a record that not everybody reads who sees the record, with whose each role reads. */
  readonly fields: Readonly<Record<string, MatrixRow>>;
}

/** All contexts. A new one is registered here and in `src/composition`, and in no other list. */
export const CONTEXTS = [
  identity,
  clinics,
  patients,
  scheduling,
  appointments,
  payments,
  messaging,
  chat,
  documents,
  questionnaires,
  formulary,
  catalogue,
  records,
  prescriptions,
  lawOfPrescribing,
  support,
  operations,
] as const satisfies readonly ContextCodes[];
type Declared = (typeof CONTEXTS)[number];

export type ContextError = Declared['errors'][number];
export type ContextAuditAction = Declared['auditActions'][number];
export type AttentionCode = Declared['attention'][number]['code'];
export type ContextPermission = PermissionsOf<Declared>;
export type ContextField = FieldsOf<Declared>;
type PermissionsOf<Each> = Each extends { readonly permissions: infer Grants } ? keyof Grants : never;
type FieldsOf<Each> = Each extends { readonly fields: infer Fields } ? keyof Fields : never;
