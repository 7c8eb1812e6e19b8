import type { DocumentStore } from '../../adapters/documents/port.js';
import { may, type UserActor } from '../../domain/actor.js';
import type { Day } from '../../domain/days.js';
import { notFound } from '../../domain/errors.js';
import type { PrescriptionStatus } from '../../domain/prescriptions/statuses.js';
import { visibleTo } from '../../domain/visibility.js';
import type { MailedDelivery, MessagingScope } from '../../models/repositories/messaging/public.js';
import type { Draft } from '../../models/repositories/prescriptions/drafts.js';
import type { HistoryEvent } from '../../models/repositories/prescriptions/events.js';
import type { UnitOfWork } from '../../models/scope.js';
import { readingFor } from '../records/public.js';
import { notReady } from './finish-delivery.js';
import {
  about,
  clinicOf,
  emailOf,
  type ReadingScope,
  readVisible,
  type ShownPrescription,
  shownOn,
} from './shown-prescription.js';

export type { Draft } from '../../models/repositories/prescriptions/drafts.js';
export type { HistoryEvent } from '../../models/repositories/prescriptions/events.js';

export interface ReadDeps<S = ReadingScope> {
  readonly unitOfWork: UnitOfWork<S>;
  readonly policy: { readonly treatingMs: number };
  readonly now: () => Date;
}

/** A prescription and all of its request, or the caller's own draft. */
export type Found =
  | { readonly draft: Draft; readonly prescriptions?: never }
  | { readonly draft?: never; readonly prescriptions: readonly [ShownPrescription, ...ShownPrescription[]] };

/** One prescription, with what was issued beside it; the asked one first. @throws DomainError not_found */
export function readPrescription({ unitOfWork, policy, now }: ReadDeps) {
  return (actor: UserActor, id: string): Promise<Found> =>
    unitOfWork.withScope(
      actor,
      async (scope): Promise<Found> => {
        const draft = actor.role === 'doctor' ? await scope.prescriptionDrafts.find(id) : null;
        if (draft?.doctorId === actor.userId && draft.clinicId === clinicOf(actor)) {
          await scope.audit.record({ ...about(draft), action: 'prescription.read' }, now());
          return { draft };
        }
        const found = await readVisible(scope, actor, id);
        const [others, email] = await Promise.all([
          scope.prescriptions.listOfRequest(found.requestId),
          emailOf(scope, found.patientId),
        ]);
        await scope.audit.record({ ...about(found), action: 'prescription.read' }, now());
        const rest = others.filter((one) => one.id !== id).map((one) => shownOn(one, now(), email));
        return { prescriptions: [shownOn(found, now(), email), ...rest] };
      },
      readingFor(policy),
    );
}

/** Where one of the person's own prescriptions stands, or one that they have written; null for any other. */
export function readPrescriptionStatus({ unitOfWork, policy, now }: ReadDeps) {
  return (actor: UserActor, id: string): Promise<PrescriptionStatus | null> =>
    may(actor, 'prescriptions:read')
      ? unitOfWork.withScope(actor, (scope) => scope.prescriptions.statusAt(id, now()), readingFor(policy))
      : Promise.resolve(null);
}

export interface ListWish {
  readonly patientId?: string | undefined;
  readonly status?: PrescriptionStatus | undefined;
  readonly schedule?: string | undefined;
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** What the caller sees of issued prescriptions, the newest first. @throws DomainError not_found */
export function listPrescriptions({ unitOfWork, policy, now }: ReadDeps) {
  return (actor: UserActor, wish: ListWish): Promise<readonly ShownPrescription[]> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const filter = visibleTo(actor, 'prescriptions:read');
        if (!filter) throw notFound('Prescription');
        const { doctorId: ofDoctor, patientId: own, clinicIds } = filter;
        const { patientId = own, after: cursor, status, ...more } = wish;
        // A patient sees nobody else's.
        if (own !== undefined && patientId !== own) return [];
        const rows = await scope.prescriptions.list({
          ...more,
          patientId,
          ofDoctor,
          clinicIds,
          cursor,
          status,
          now: now(),
        });
        const patients = [...new Set(rows.map((row) => row.patientId))];
        const emails = new Map((await scope.users.list(patients)).map(({ id, email }) => [id, email]));
        await noteListing(scope, actor, rows, now());
        return rows.map((row) => shownOn(row, now(), emails.get(row.patientId) ?? null));
      },
      readingFor(policy),
    );
}

/** The caller's own drafts at the clinic, the latest first. */
export function listDrafts({ unitOfWork, now }: ReadDeps) {
  return (actor: UserActor): Promise<readonly Draft[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      if (actor.role !== 'doctor') return [];
      const drafts = await scope.prescriptionDrafts.list(actor.userId, clinicOf(actor));
      await noteListing(scope, actor, drafts, now());
      return drafts;
    });
}

/** The audit row of a list: whom it names. */
function noteListing(
  scope: ReadingScope,
  actor: UserActor,
  listed: readonly { readonly patientId: string }[],
  now: Date,
): Promise<void> {
  const [clinicId = null] = actor.clinicIds;
  const about = { entity: 'user', entityId: actor.userId, clinicId } as const;
  const patientIds = listed.map(({ patientId }) => patientId);
  return scope.audit.record(
    { ...about, action: 'prescription.listed', patientIds, details: { count: listed.length } },
    now,
  );
}

/** What has become of a prescription, the first event first. @throws DomainError not_found */
export function readPrescriptionHistory({ unitOfWork, policy, now }: ReadDeps) {
  return (actor: UserActor, id: string): Promise<readonly HistoryEvent[]> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const found = await readVisible(scope, actor, id);
        await scope.audit.record({ ...about(found), action: 'prescription.history_read' }, now());
        return scope.prescriptionEvents.list(id);
      },
      readingFor(policy),
    );
}

/** A mail about a prescription, and when the patient has opened the document first. */
export interface EmailLog extends MailedDelivery {
  readonly downloadedAt: Date | null;
}

/** The mails about what was issued together with a prescription, oldest first. @throws DomainError not_found */
export function readEmailLogs({ unitOfWork, policy, now }: ReadDeps<ReadingScope & MessagingScope>) {
  return (actor: UserActor, id: string): Promise<readonly EmailLog[]> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const found = await readVisible(scope, actor, id, 'prescriptions:resend');
        const [mails, events] = await Promise.all([
          scope.notifications.listMails(found.requestId),
          scope.prescriptionEvents.list(id),
        ]);
        const opened = events.find((one) => one.event === 'downloaded' && one.happenedBy === found.patientId);
        await scope.audit.record({ ...about(found), action: 'prescription.deliveries_read' }, now());
        return mails.map((mail) => ({ ...mail, downloadedAt: opened?.happenedAt ?? null }));
      },
      readingFor(policy),
    );
}

/** A document, ready to be sent. */
export interface Download {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The signed copy: the same bytes every time. It is recorded who has opened it.
 * @throws DomainError not_found; not_ready while it is being made
 */
export function downloadPrescription({
  unitOfWork,
  policy,
  now,
  documents,
}: ReadDeps & { readonly documents: DocumentStore }) {
  return async (actor: UserActor, id: string, operationId: string): Promise<Download> => {
    const { number, name } = await unitOfWork.withScope(
      actor,
      async (scope) => {
        const found = await readVisible(scope, actor, id);
        const document = await scope.prescriptions.findDocument(id);
        if (!document) throw notReady();
        return { number: found.number, name: document.name };
      },
      readingFor(policy),
    );
    const bytes = await documents.get(name);
    if (!bytes) throw new Error('a document that was stored is gone');
    await unitOfWork.withScope(
      actor,
      async (scope) => {
        const found = await readVisible(scope, actor, id);
        const event = { prescriptionId: id, operationId, event: 'downloaded', by: actor.userId } as const;
        await scope.prescriptionEvents.append(event, now());
        await scope.audit.record({ ...about(found), action: 'prescription.downloaded' }, now());
      },
      readingFor(policy),
    );
    return { name: `${number}.pdf`, bytes };
  };
}
