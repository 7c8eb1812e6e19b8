import type { Mailer } from '../adapters/email/port.js';
import { contentSigner, contentVerifier } from '../adapters/signing/jws.js';
import { renderPage } from '../adapters/templates/pages.js';
import type { MessageRenderer } from '../adapters/templates/port.js';
import { TemporalPrescriptionWorkflows } from '../adapters/temporal/prescription-workflows.js';
import type { VerificationServices } from '../api/prescriptions/services.js';
import type { Settings } from '../config/schema.js';
import { ANONYMOUS } from '../domain/actor.js';
import { directQueries } from '../models/direct-queries.js';
import { PrescriptionRepository } from '../models/repositories/prescriptions/prescriptions.js';
import { prescriptionsRepositories } from '../models/repositories/prescriptions/slice.js';
import { auditNumbers } from '../usecases/prescriptions/audit-numbers.js';
import { printPaper, requestCancel, requestResend } from '../usecases/prescriptions/change-prescription.js';
import { checkPrescription } from '../usecases/prescriptions/check-prescription.js';
import { changeClinicalRule, listClinicalRules } from '../usecases/prescriptions/clinical-rules.js';
import { declineSupply } from '../usecases/prescriptions/decline-supply.js';
import { dispense } from '../usecases/prescriptions/dispense.js';
import type { IssueDeps } from '../usecases/prescriptions/issue-prescription.js';
import { readPublishedCertificates } from '../usecases/prescriptions/published-certificates.js';
import {
  downloadPrescription,
  listDrafts,
  listPrescriptions,
  readEmailLogs,
  readPrescription,
  readPrescriptionHistory,
} from '../usecases/prescriptions/read-prescriptions.js';
import { readRegister } from '../usecases/prescriptions/read-register.js';
import {
  changeDraft,
  deleteDraft,
  draftPrescription,
  issueDraft,
  requestPrescription,
} from '../usecases/prescriptions/request-prescription.js';
import { undoSupply } from '../usecases/prescriptions/undo-supply.js';
import { verifyPrescription } from '../usecases/prescriptions/verify-prescription.js';
import { mappings } from './catalogue.js';
import type { Core } from './core.js';
import { documentStore } from './documents.js';
import type { Manifest } from './manifest.js';
import { signingKeyDeps } from './signing.js';

/** What doctors prescribe. */
export const prescriptions = {
  repositories: prescriptionsRepositories,
  services: (core: Core) => {
    const deps = {
      ...core,
      mappings,
      engine: prescriptionWorkflows(core),
      byCode: prescriptionsByCode(core),
      prescribing: { requireVerifiedDoctors: core.requireVerifiedDoctors },
      factorFreshMs: factorFreshMs(core.settings),
      documents: documentStore(core.settings),
      maker: core.documentMaker,
      publicUrl: core.settings.PUBLIC_URL,
      contents: contentVerifier(),
      dispenseByCode: core.settings.DISPENSE_BY_CODE,
    };
    return {
      prescriptions: {
        check: checkPrescription(deps),
        request: requestPrescription(deps),
        draft: draftPrescription(deps),
        changeDraft: changeDraft(deps),
        deleteDraft: deleteDraft(deps),
        issueDraft: issueDraft(deps),
        list: listPrescriptions(deps),
        listDrafts: listDrafts(deps),
        read: readPrescription(deps),
        history: readPrescriptionHistory(deps),
        emailLogs: readEmailLogs(deps),
        download: downloadPrescription(deps),
        paper: printPaper(deps),
        cancel: requestCancel(deps),
        resend: requestResend(deps),
        dispense: dispense(deps),
        undoSupply: undoSupply(deps),
        decline: declineSupply(deps),
      },
      clinicalRules: { list: listClinicalRules(core), change: changeClinicalRule(core) },
      prescriptionRegisters: { read: readRegister(core), numbers: auditNumbers(core) },
      prescriptionVerification: {
        verify: verifyPrescription(deps),
        certificates: readPublishedCertificates(core),
        page: (page) => renderPage('verify', page),
      } satisfies VerificationServices,
    };
  },
} satisfies Manifest;

/** Where whoever holds a paper finds what it is of. */
export function prescriptionsByCode({ pool, settings: { ENCRYPTION_KEYS: keys } }: Core): PrescriptionRepository {
  return new PrescriptionRepository(directQueries(pool, keys)(ANONYMOUS), keys);
}

export function prescriptionWorkflows({ client, temporal, settings }: Core): TemporalPrescriptionWorkflows {
  return new TemporalPrescriptionWorkflows({
    client,
    taskQueue: temporal.taskQueue,
    keys: settings.ENCRYPTION_KEYS,
  });
}

/** Null where no fresh second factor is asked for. */
export function factorFreshMs({
  REQUIRE_MFA_TO_PRESCRIBE: required,
  KEEPWELL_EMBEDDED,
  PRESCRIBE_FRESHNESS,
}: Pick<Settings, 'REQUIRE_MFA_TO_PRESCRIBE' | 'KEEPWELL_EMBEDDED' | 'PRESCRIBE_FRESHNESS'>): number | null {
  return (required ?? !KEEPWELL_EMBEDDED) ? PRESCRIBE_FRESHNESS : null;
}

/** What the worker issues with. */
export function issuingDeps(core: Core): IssueDeps {
  const { unitOfWork, settings, now, policy } = core;
  return {
    ...{ unitOfWork, policy, now, mappings, signing: signingKeyDeps(core) },
    prescribing: { requireVerifiedDoctors: core.requireVerifiedDoctors },
    contents: contentSigner,
    characters: core.characters,
    prescribingLimit: settings.RATE_LIMIT_PRESCRIPTIONS,
  };
}

/** What the worker issues and delivers with. */
export function prescriptionActivityDeps(
  core: Core,
  mail: { readonly mailer: Mailer; readonly renderer: MessageRenderer },
) {
  const { unitOfWork, settings, now, showEntry } = core;
  const documents = documentStore(settings);
  const issuing = issuingDeps(core);
  const { signing } = issuing;
  return {
    prescriptionWorkflows: prescriptionWorkflows(core),
    issuing,
    prescriptionDocuments: {
      ...{ unitOfWork, documents, signing, showEntry, now },
      maker: core.documentMaker,
      publicUrl: settings.PUBLIC_URL,
    },
    prescribingWatch: { unitOfWork, signing, showEntry, now },
    prescriptionMails: {
      ...{ unitOfWork, documents, showEntry, now, ...core.senders, ...mail },
      prescriptionMail: { delivery: settings.PRESCRIPTION_DELIVERY, subject: settings.PRESCRIPTION_MAIL_SUBJECT },
    },
  };
}
