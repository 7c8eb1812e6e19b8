import { Context } from '@temporalio/activity';
import type { AppointmentWorkflows, PrescriptionWorkflows, StepActors } from '../adapters/temporal/port.js';
import type {
  CancelCommand,
  IssueCommand,
  PrescriptionStep,
  RequestSnapshot,
  ResendCommand,
} from '../domain/prescriptions/commands.js';
import { type CancelDeps, cancelPrescription } from '../usecases/prescriptions/cancel-prescription.js';
import {
  deliverPrescriptionMail,
  flagUndelivered,
  type PrescriptionMailDeps,
} from '../usecases/prescriptions/deliver-mail.js';
import { finishDelivery, resendPrescription } from '../usecases/prescriptions/finish-delivery.js';
import { type FlagCertificateDeps, flagCertificate } from '../usecases/prescriptions/flag-certificate.js';
import { type FlagPatternsDeps, flagPatterns } from '../usecases/prescriptions/flag-patterns.js';
import { type IssueDeps, issuePrescription } from '../usecases/prescriptions/issue-prescription.js';
import { type MakeDocumentsDeps, makeDocuments } from '../usecases/prescriptions/make-documents.js';
import { resumeUndelivered } from '../usecases/prescriptions/resume-undelivered.js';
import { readPrescriptions, resumePrescriptions, settleIssue } from '../usecases/prescriptions/settle-issue.js';
import { asActivity } from './failures.js';
import { untilShutdown } from './until-shutdown.js';

export interface PrescriptionActivityDeps extends CancelDeps {
  readonly actors: StepActors;
  readonly engine: AppointmentWorkflows;
  readonly prescriptionWorkflows: PrescriptionWorkflows;
  readonly issuing: IssueDeps;
  readonly prescriptionDocuments: MakeDocumentsDeps;
  readonly prescriptionMails: PrescriptionMailDeps;
  readonly prescribingWatch: FlagPatternsDeps & FlagCertificateDeps;
}

type IssueStep = PrescriptionStep<IssueCommand> & { readonly runId: string; readonly late: boolean };

/** The steps of prescriptions, each named after its use case. */
export function prescriptionActivities(deps: PrescriptionActivityDeps) {
  const { actors } = deps;
  const issue = issuePrescription(deps.issuing);
  const make = makeDocuments(deps.prescriptionDocuments);
  return {
    issuePrescription: asActivity((input: IssueStep): Promise<RequestSnapshot | 'late'> => actors.runAs(input, issue)),
    settleIssue: asActivity(settleIssue(deps)),
    resumePrescriptions: asActivity(resumePrescriptions(deps)),
    readPrescriptions: asActivity(readPrescriptions(deps)),
    cancelPrescription: asActivity((input: PrescriptionStep<CancelCommand>) =>
      actors.runAs(input, cancelPrescription(deps)),
    ),
    resendPrescription: asActivity((input: PrescriptionStep<ResendCommand>) =>
      actors.runAs(input, resendPrescription(deps)),
    ),
    makePrescriptionDocuments: asActivity((input: { readonly requestId: string }) =>
      untilShutdown(Context.current().cancelled, make(input, Context.current().info.attempt)),
    ),
    deliverPrescriptionMail: asActivity(deliverPrescriptionMail(deps.prescriptionMails)),
    flagUndelivered: asActivity(flagUndelivered(deps.prescriptionMails)),
    finishDelivery: asActivity(finishDelivery({ ...deps, unitOfWork: deps.prescriptionMails.unitOfWork })),
    flagPatterns: asActivity(flagPatterns(deps.prescribingWatch)),
    flagCertificate: asActivity(flagCertificate(deps.prescribingWatch)),
    resumeUndelivered: asActivity(resumeUndelivered({ ...deps, heartbeat: () => Context.current().heartbeat() })),
  };
}
