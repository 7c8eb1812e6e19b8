import type { EventEmitter } from 'node:events';
import type { Client } from '@temporalio/client';
import type { DocumentMaker } from '../adapters/document-maker/port.js';
import type { PasswordHasher } from '../adapters/passwords/port.js';
import type {
  PrintableCharacters,
  PurchaseOrderPrinter,
  ReceiptPrinter,
  TranscriptPrinter,
} from '../adapters/pdf/port.js';
import type { DoctorRegister } from '../adapters/registers/port.js';
import type { TemporalAppointmentWorkflows } from '../adapters/temporal/appointment-workflows.js';
import type { TemporalSettings } from '../adapters/temporal/connection.js';
import type {
  AccountMailWorkflows,
  AttentionWorkflows,
  ListImportWorkflows,
  SupplierPulls,
} from '../adapters/temporal/port.js';
import type { VisitTokens } from '../adapters/tokens/port.js';
import type { Settings } from '../config/schema.js';
import type { AppointmentSnapshot } from '../domain/appointments/snapshot.js';
import type { ClinicPolicy } from '../domain/clinics/policy.js';
import type { SecurityRules } from '../domain/clinics/security-rules.js';
import type { Pool } from '../models/connection.js';
import type { Changed } from '../models/pokes.js';
import type { UnitOfWork, WholeScope } from '../models/scope.js';
import type { Logger } from '../observability/logger.js';
import type { ApiKeyCache } from '../usecases/identity/api-key-cache.js';
import type { SessionCache } from '../usecases/identity/session-cache.js';
import type { PaymentDeps } from '../usecases/payments/payment-deps.js';
import type { ShowEntry } from '../usecases/payments/show-entry.js';

/** Everything that both long-running processes and the commands are made of. */
export interface Core {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly pool: Pool;
  readonly unitOfWork: UnitOfWork<WholeScope>;
  /** What transactions of this process have made new. */
  readonly committed: EventEmitter<{ changed: [Changed] }>;
  /** Whether one of the database's processes serves this one. */
  readonly isOwnBackend: (backend: number) => boolean;
  readonly temporal: TemporalSettings;
  readonly client: Client;
  readonly engine: TemporalAppointmentWorkflows;
  readonly entries: AttentionWorkflows;
  readonly accountMails: AccountMailWorkflows;
  readonly formularyImports: ListImportWorkflows;
  readonly supplierImports: ListImportWorkflows;
  readonly supplierPulls: SupplierPulls;
  /** One queue before all hashes of the process. */
  readonly passwords: PasswordHasher;
  readonly showEntry: ShowEntry;
  /** One for the API and the codec server: who is signed out at one is signed out at both. */
  readonly sessionCache: SessionCache;
  readonly apiKeyCache: ApiKeyCache;
  readonly policy: ClinicPolicy;
  /** The installation's; `strictestRules` joins those of clinics. */
  readonly security: SecurityRules;
  readonly payments: PaymentDeps<AppointmentSnapshot>;
  /** For the page after a payment: it shows the appointment to whoever comes back with a token. */
  readonly visitTokens: VisitTokens;
  readonly printer: ReceiptPrinter;
  /** Prints prescriptions and, in the worker, signs them: in threads that begin with the first of them. */
  readonly documentMaker: DocumentMaker;
  readonly transcriptPrinter: TranscriptPrinter;
  readonly orderPrinter: PurchaseOrderPrinter;
  readonly characters: PrintableCharacters;
  /** Who sends invitations, and where their links lead. */
  readonly senders: { readonly organizer: { readonly name: string; readonly email: string }; readonly appUrl: string };
  /** Whether a doctor whom nobody has checked may not work. */
  readonly requireVerifiedDoctors: boolean;
  /** Where registrations are looked up. */
  readonly register: DoctorRegister;
  readonly now: () => Date;
  close(): Promise<void>;
}
