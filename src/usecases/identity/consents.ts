import { type UserActor, VISITED } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import type { ClinicsScope } from '../../models/repositories/clinics/public.js';
import type { ConsentPage, ListedConsent } from '../../models/repositories/identity/consents.js';
import type { IdentityScope } from '../../models/repositories/identity/slice.js';
import type { UnitOfWork } from '../../models/scope.js';
import { giveConsents } from './accept-documents.js';

type Scope = ClinicsScope & IdentityScope;

export interface ConsentDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly now: () => Date;
}

export type { ListedConsent };

/** What the caller has accepted, withdrawn consents too, the latest first. Recorded: it says where they are treated. */
export function listConsents({ unitOfWork, now }: ConsentDeps) {
  return (actor: UserActor, page: ConsentPage): Promise<readonly ListedConsent[]> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const { userId: entityId, clinicIds } = actor;
        const about = { entity: 'user', entityId, clinicId: clinicIds[0] ?? null, patientId: entityId } as const;
        await scope.audit.record({ action: 'consent.listed', ...about }, now());
        return scope.consents.list(entityId, page);
      },
      VISITED,
    );
}

/** Accepts a document of any clinic; whoever has accepted it gets that consent. @throws DomainError not_found */
export function giveConsent({ unitOfWork, now }: ConsentDeps) {
  return (actor: UserActor, documentId: string): Promise<ListedConsent> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        if (!(await scope.clinicDocuments.find(documentId))) throw notFound('Document');
        await giveConsents(scope, actor.userId, [documentId], now());
        const consent = await scope.consents.findLive(actor.userId, documentId);
        if (!consent) throw new Error('a consent that was given is gone');
        return consent;
      },
      // Two at once: the second finds what the first has given.
      { exclusively: consentsOf(actor), ...VISITED },
    );
}

/**
 * Withdraws a consent, which is kept with the time of it. What is booked stays; the next booking asks again. One that was
 * withdrawn before stays as it is.
 * @throws DomainError not_found
 */
export function withdrawConsent({ unitOfWork, now }: ConsentDeps) {
  return (actor: UserActor, id: string): Promise<void> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const consent = await scope.consents.find(actor.userId, id);
        const document = consent && (await scope.clinicDocuments.find(consent.documentId));
        if (!document) throw notFound('Consent');
        const at = now();
        if (!(await scope.consents.withdraw(id, at))) return;
        const about = {
          entity: 'consent',
          entityId: id,
          clinicId: document.clinicId,
          patientId: actor.userId,
        } as const;
        await scope.audit.record({ action: 'consent.withdrawn', ...about, details: { document: document.id } }, at);
      },
      { exclusively: consentsOf(actor), ...VISITED },
    );
}

const consentsOf = ({ userId }: UserActor) => `consents of ${userId}`;
