import type { DocumentStore } from '../../adapters/documents/port.js';
import type { Mailer } from '../../adapters/email/port.js';
import type { MessageRenderer } from '../../adapters/templates/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import type { RequestSnapshot } from '../../domain/prescriptions/commands.js';
import {
  bringsPrescription,
  type PrescriptionMail,
  type PrescriptionMailContent,
} from '../../domain/prescriptions/mails.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { MessagingScope } from '../../models/repositories/messaging/public.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { failPoint } from '../../observability/fail-points.js';
import { identify, type SendDeps, sendClaimed } from '../messaging/public.js';
import type { ShowEntry } from '../payments/public.js';
import { openAttention } from './attention.js';
import { snapshotOf } from './request-snapshot.js';

type Scope = ClinicsScope & IdentityScope & MessagingScope & PrescriptionsScope & SupportScope;

export interface PrescriptionMailDeps extends SendDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly mailer: Mailer;
  readonly renderer: MessageRenderer;
  readonly documents: DocumentStore;
  /** The client app. */
  readonly appUrl: string;
  /** `attachment`: the documents go along; `named`: their numbers stand in the subject. */
  readonly prescriptionMail: { readonly delivery: 'link' | 'attachment'; readonly subject: 'neutral' | 'named' };
  readonly showEntry: ShowEntry;
}

/**
 * Sends one mail about the prescriptions of a request, once: one that is not true any more is not sent, and of a resending after a
 * crash the Message-ID is the same.
 * @throws anything transient (the mail server is unavailable): repeat
 */
export function deliverPrescriptionMail(deps: PrescriptionMailDeps) {
  return async (mail: PrescriptionMail): Promise<void> => {
    const claim = await deps.unitOfWork.withScope(SYSTEM, (scope) => claimMail(deps, scope, mail));
    if (claim?.row.state !== 'sending') return;
    const { row, to, content, snapshot } = claim;
    const state = await sendClaimed(deps, row, async () => {
      const words = deps.renderer.renderPrescriptionMail(mail.kind, content);
      const attachments = content.isAttached ? await attachmentsOf(deps, snapshot) : [];
      const receipt = await deps.mailer.send({ messageId: row.messageId, kind: mail.kind, to, ...words, attachments });
      return { receipt, subject: words.subject };
    });
    failPoint('prescription.mailed');
    if (state === 'refused') await openAttention(deps, { requestId: mail.requestId, code: 'document_undelivered' });
  };
}

/** A mail that could not be delivered in a day is shown to a person. */
export function flagUndelivered(deps: Pick<PrescriptionMailDeps, 'unitOfWork' | 'showEntry' | 'now'>) {
  return ({ requestId }: { readonly requestId: string }) =>
    openAttention(deps, { requestId, code: 'document_undelivered' });
}

async function claimMail(deps: PrescriptionMailDeps, scope: Scope, mail: PrescriptionMail) {
  const snapshot = await snapshotOf(scope, mail.requestId);
  if (!isTrue(mail, snapshot)) return null;
  const { clinicId, patientId, doctorId, prescriptions } = snapshot;
  const [clinic, patient, doctor] = await Promise.all([
    scope.clinics.find(clinicId),
    scope.users.findEver(patientId),
    scope.users.doctorName(doctorId),
  ]);
  if (!clinic || !patient || !doctor) throw notFound('Prescription');
  const { kind, occurrence, requestId } = mail;
  const content: PrescriptionMailContent = {
    clinicName: clinic.name,
    clinicPhone: clinic.phone,
    patientFirstName: patient.firstName,
    doctorName: `${doctor.firstName} ${doctor.lastName}`,
    documentUrl: deps.appUrl,
    numbers: deps.prescriptionMail.subject === 'named' ? prescriptions.map(({ number }) => number) : [],
    isAttached: bringsPrescription(kind) && deps.prescriptionMail.delivery === 'attachment',
  };
  const row = await scope.notifications.claim(
    { subjectId: requestId, version: 0, kind, occurrence, channel: 'email' },
    {
      ...identify(deps, requestId, kind, occurrence),
      ...{ clinicId, userId: patientId, calendar: null, recipient: patient.email },
    },
    deps.now(),
  );
  const to = { name: `${patient.firstName} ${patient.lastName}`, address: patient.email };
  return { row, to, content, snapshot };
}

/** A mail goes out only while what it says is so. */
function isTrue({ kind, occurrence }: PrescriptionMail, { prescriptions }: RequestSnapshot): boolean {
  const standing = prescriptions.filter(({ status }) => status === 'issued');
  switch (kind) {
    case 'prescription_ready':
    case 'prescription_superseded':
      return standing.length > 0 && standing.every(({ hasDocument }) => hasDocument);
    case 'prescription_unread':
      return standing.some(({ isRead }) => !isRead);
    case 'prescription_cancelled':
      return prescriptions.some(({ id, status }) => id === occurrence && status === 'cancelled');
  }
}

async function attachmentsOf({ unitOfWork, documents }: PrescriptionMailDeps, { prescriptions }: RequestSnapshot) {
  const attachments = [];
  for (const { id, number, status } of prescriptions) {
    if (status !== 'issued') continue;
    const document = await unitOfWork.withScope(SYSTEM, (scope) => scope.prescriptions.findDocument(id));
    const bytes = document && (await documents.get(document.name));
    if (!bytes) throw new Error('a document that was stored is gone');
    attachments.push({ filename: `${number}.pdf`, contentType: 'application/pdf', content: Buffer.from(bytes) });
  }
  return attachments;
}
