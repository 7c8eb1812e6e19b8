import type { DocumentMaker } from '../../adapters/document-maker/port.js';
import type { DocumentStore } from '../../adapters/documents/port.js';
import { SYSTEM } from '../../domain/actor.js';
import type { RequestSnapshot } from '../../domain/prescriptions/commands.js';
import type { StoredPrescription } from '../../models/repositories/prescriptions/prescriptions.js';
import { lockOf } from '../../models/repositories/prescriptions/public.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { SupportScope } from '../../models/repositories/support/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import { failPoint } from '../../observability/fail-points.js';
import type { ShowEntry } from '../payments/public.js';
import { closeAttention, openAttention } from './attention.js';
import { snapshotOf } from './request-snapshot.js';
import { readSigningKey, type SigningKeyDeps } from './signing-key.js';

type Scope = PrescriptionsScope & SupportScope;

export interface MakeDocumentsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly documents: DocumentStore;
  readonly maker: DocumentMaker;
  readonly signing: SigningKeyDeps;
  /** The address of the API, for the QR code. */
  readonly publicUrl: string;
  readonly showEntry: ShowEntry;
  readonly now: () => Date;
}

/** After so many attempts a person is shown that it fails. */
const SHOWN_AFTER_ATTEMPTS = 3;

/**
 * Renders, signs and stores what documents of a request there are not yet, each once: of two that are made at one moment, the one that
 * is recorded first stays. `attempt` counts from 1.
 * @throws anything that may pass: repeat
 */
export function makeDocuments(deps: MakeDocumentsDeps) {
  return async ({ requestId }: { readonly requestId: string }, attempt: number): Promise<RequestSnapshot> => {
    const about = { requestId, code: 'document_failed' } as const;
    try {
      const { unitOfWork, now } = deps;
      await unitOfWork.withScope(SYSTEM, ({ prescriptions }) =>
        prescriptions.moveDelivery(requestId, 'rendering', now()),
      );
      const all = await unitOfWork.withScope(SYSTEM, ({ prescriptions }) => prescriptions.listOfRequest(requestId));
      for (const one of all) if (!one.hasDocument && one.status === 'issued') await makeDocument(deps, one);
      await closeAttention(deps, about);
      return await unitOfWork.withScope(SYSTEM, async (scope) => {
        await scope.prescriptions.moveDelivery(requestId, 'delivering', now());
        return snapshotOf(scope, requestId);
      });
    } catch (error) {
      if (attempt >= SHOWN_AFTER_ATTEMPTS) {
        await deps.unitOfWork.withScope(SYSTEM, ({ prescriptions }) =>
          prescriptions.moveDelivery(requestId, 'failed', deps.now()),
        );
        await openAttention(deps, about);
      }
      throw error;
    }
  };
}

async function makeDocument(deps: MakeDocumentsDeps, prescription: StoredPrescription): Promise<void> {
  const { unitOfWork, documents, maker, publicUrl, now } = deps;
  const { id, number, content, jws, code, issuedAt, certificateId } = prescription;
  const key = await unitOfWork.withScope(SYSTEM, (scope) => readSigningKey(deps.signing)(scope, certificateId));
  const verifyUrl = `${publicUrl}/verify/${number}?code=${code}`;
  const print = { content, form: 'patient_copy', verifyUrl, jws } as const;
  const made = await maker.make({ print, signature: { key, signedAt: issuedAt } });
  failPoint('document.signed');
  // By its own content: a worker that is late writes beside what was recorded, and never over it.
  const name = `prescriptions/${content.issuedOn.slice(0, 7).replace('-', '/')}/${number}-${made.sha256.slice(0, 12)}.pdf`;
  await documents.put(name, made.bytes);
  failPoint('document.stored');
  const keep = async (scope: PrescriptionsScope) => {
    const document = { prescriptionId: id, name, sha256: made.sha256, size: made.bytes.length, madeAt: now() };
    if (!(await scope.prescriptions.insertDocument(document))) return false;
    const event = { prescriptionId: id, operationId: `${id}/document`, event: 'document_stored', by: null } as const;
    return scope.prescriptionEvents.append(event, now());
  };
  const isKept = await unitOfWork.withScope(SYSTEM, keep, { exclusively: lockOf(id) });
  if (!isKept) await documents.delete(name);
}
