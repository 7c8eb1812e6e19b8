import type { DocumentMaker } from '../../adapters/document-maker/port.js';
import type { DocumentStore } from '../../adapters/documents/port.js';
import type { SigningKey } from '../../adapters/signing/port.js';
import { SYSTEM } from '../../domain/actor.js';
import type { RequestSnapshot } from '../../domain/prescriptions/commands.js';
import { lockOf } from '../../models/repositories/prescriptions/public.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { StoredPrescription } from '../../models/repositories/prescriptions/stored-prescription.js';
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
    const { unitOfWork, now, showEntry } = deps;
    try {
      const wanting = await unitOfWork.withScope(SYSTEM, async (scope) => {
        await scope.prescriptions.moveDelivery(requestId, 'rendering', now());
        return listWanting(deps, scope, requestId);
      });
      for (const one of wanting) await makeDocument(deps, one);
      const { closed, snapshot } = await unitOfWork.withScope(SYSTEM, async (scope) => {
        await scope.prescriptions.moveDelivery(requestId, 'delivering', now());
        return { closed: await closeAttention(scope, about, now()), snapshot: await snapshotOf(scope, requestId) };
      });
      for (const entry of closed) await showEntry(entry, 'resolved');
      return snapshot;
    } catch (error) {
      if (attempt >= SHOWN_AFTER_ATTEMPTS) {
        await unitOfWork.withScope(SYSTEM, ({ prescriptions }) =>
          prescriptions.moveDelivery(requestId, 'failed', now()),
        );
        await openAttention(deps, about);
      }
      throw error;
    }
  };
}

/** What has no document yet, and the key that its record was signed with. */
interface Wanting {
  readonly prescription: StoredPrescription;
  readonly key: SigningKey;
}

async function listWanting(deps: MakeDocumentsDeps, scope: Scope, requestId: string): Promise<readonly Wanting[]> {
  const all = await scope.prescriptions.listOfRequest(requestId);
  const wanting: Wanting[] = [];
  for (const prescription of all) {
    if (prescription.hasDocument || prescription.status !== 'issued') continue;
    wanting.push({ prescription, key: await readSigningKey(deps.signing)(scope, prescription.certificateId) });
  }
  return wanting;
}

async function makeDocument(deps: MakeDocumentsDeps, { prescription, key }: Wanting): Promise<void> {
  const { unitOfWork, documents, maker, publicUrl, now } = deps;
  const { id, number, content, jws, code, issuedAt } = prescription;
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
