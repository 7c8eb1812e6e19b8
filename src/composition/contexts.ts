import { appointments } from './appointments.js';
import { catalogue } from './catalogue.js';
import { chat } from './chat.js';
import { clinics } from './clinics.js';
import type { Core } from './core.js';
import { documents } from './documents.js';
import { formulary } from './formulary.js';
import { identity } from './identity.js';
import { lawOfPrescribing } from './law-of-prescribing.js';
import type { Manifest } from './manifest.js';
import { messaging } from './messaging.js';
import { operations } from './operations.js';
import { patients } from './patients.js';
import { payments } from './payments.js';
import { prescriptions } from './prescriptions.js';
import { questionnaires } from './questionnaires.js';
import { records } from './records.js';
import { scheduling } from './scheduling.js';
import { support } from './support.js';

/** All contexts. A new one joins this list and, with its codes, the one of `src/domain/contexts.ts`: no other. */
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
] as const satisfies readonly Manifest[];

type Contexts = (typeof CONTEXTS)[number];
/** All of a union at once. */
type Together<Each> = (Each extends unknown ? (each: Each) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The repositories of every context, for the unit of work. */
export const repositories = Object.assign({}, ...CONTEXTS.map((context) => context.repositories)) as Together<
  Contexts['repositories']
>;

type Serving = Extract<Contexts, { readonly services: unknown }>;

/** What every context offers to the HTTP surface. */
export function contextServices(core: Core): Together<ReturnType<Serving['services']>> {
  return Object.assign({}, ...CONTEXTS.map((context) => ('services' in context ? context.services(core) : {})));
}
