import { type Day, localDay } from '../../domain/days.js';
import { DomainError, invalid } from '../../domain/errors.js';
import { type DispenseByCode, supplyOn, supplyRefused } from '../../domain/prescriptions/supply.js';
import type { PrescriptionsScope } from '../../models/repositories/prescriptions/slice.js';
import type { StoredPrescription } from '../../models/repositories/prescriptions/stored-prescription.js';
import type { RecordedSupply } from '../../models/repositories/prescriptions/supplies.js';
import { failPoint } from '../../observability/fail-points.js';
import { deriveId, type RequestKey } from '../idempotency/derive-id.js';
import { derivedUuid } from '../idempotency/derived-uuid.js';
import type { FindByCodeDeps } from './find-by-code.js';
import { type AsSignedDeps, isAsSigned } from './is-as-signed.js';
import { type Counter, openHeld } from './open-held.js';
import { about, type ShownPrescription, shownOn } from './shown-prescription.js';

export interface SupplyDeps extends AsSignedDeps, FindByCodeDeps {
  readonly dispenseByCode: DispenseByCode;
}

/** What a pharmacy supplies. */
export interface DispenseCommand {
  readonly pharmacistId: string;
  readonly pharmacyName: string;
  /** On the clinic's calendar; null: today. */
  readonly dispensedOn: Day | null;
  /** All of these or none; null: all that may be supplied. */
  readonly items: readonly string[] | null;
  readonly patientIdentityChecked: boolean;
}

/** A prescription with what was supplied of it by one request. */
export interface Supplied {
  readonly prescription: ShownPrescription;
  readonly supplies: readonly RecordedSupply[];
}

/**
 * Records what a pharmacy supplies, a row for each item, in one transaction of the API: the engine is not needed. It holds the prescription
 * alone, so that of two pharmacies, or of a supply and a cancel, one comes first and the other one knows of it; constraints of the table decide the
 * rest. A repeat under the same key finds its own rows. Of a record that is not as it was signed nothing is supplied.
 * @throws DomainError not_found; supply_refused; forbidden without a key where DISPENSE_BY_CODE asks for one; validation_failed on
 * `dispensed_date`, `items`, `patient_identity_checked`; unavailable while the store of documents does not answer
 */
export function dispense(deps: SupplyDeps) {
  const before = async (id: string) => {
    if (!(await isAsSigned(deps)(id))) throw supplyRefused('record_tampered');
  };
  return async (counter: Counter, command: DispenseCommand, requestKey: RequestKey | null): Promise<Supplied> => {
    if (!counter.key && deps.dispenseByCode === 'none') throw needsKey();
    const supply = async (scope: PrescriptionsScope, found: StoredPrescription) => {
      const requestId = deriveId(requestKey, `${found.id}/dispense`);
      const earlier = await scope.supplies.listOfRequest(found.id, requestId);
      const by = { apiKeyId: counter.key?.keyId ?? null, requestId };
      if (earlier.length === 0) await record(deps, scope, { found, by }, command);
      return suppliedOf(deps, scope, found, requestId);
    };
    const supplied = await openHeld(deps, counter, supply, { before });
    failPoint('supply.recorded');
    return supplied;
  };
}

interface Asked {
  readonly found: StoredPrescription;
  readonly by: Pick<RecordedSupply, 'apiKeyId' | 'requestId'>;
}

async function record(deps: SupplyDeps, scope: PrescriptionsScope, { found, by }: Asked, command: DispenseCommand) {
  const { pharmacistId, pharmacyName, patientIdentityChecked, items } = command;
  const at = deps.now();
  const today = localDay(at, found.timezone);
  const dispensedOn = command.dispensedOn ?? today;
  if (dispensedOn > today)
    throw invalid('dispensed_date', 'A supply is recorded once it was made: this day is to come.');
  if (found.schedule === 'S8') assertControlled(deps, by, patientIdentityChecked);
  const standing = await scope.supplies.listStanding(found.id);
  const allowed = supplyOn(dispensedOn, found, { wanted: items, standing });
  const supplies = allowed.map(({ itemId, supplyNo }) => {
    const item = found.items.find(({ id }) => id === itemId);
    if (!item) throw new Error('an item that is not stored');
    return { id: derivedUuid(`${by.requestId}/${itemId}`), item, supplyNo };
  });
  await scope.supplies.insert({ ...by, dispensedOn, pharmacyName, pharmacistId, patientIdentityChecked, supplies }, at);
  const event = { prescriptionId: found.id, operationId: by.requestId, event: 'supplied', by: null } as const;
  await scope.prescriptionEvents.append(event, at);
  const details = { number: found.number, supplies: supplies.length };
  await scope.audit.record({ ...about(found), action: 'prescription.supplied', details }, at);
}

function assertControlled({ dispenseByCode }: SupplyDeps, { apiKeyId }: Asked['by'], isChecked: boolean): void {
  if (apiKeyId === null && dispenseByCode !== 'all') throw needsKey();
  if (!isChecked) throw invalid('patient_identity_checked', 'Schedule 8: please check who the patient is, and say so.');
}

async function suppliedOf(
  { now }: SupplyDeps,
  scope: PrescriptionsScope,
  { id }: StoredPrescription,
  requestId: string,
): Promise<Supplied> {
  const prescription = await scope.prescriptions.find(id);
  if (!prescription) throw new Error('a prescription that is held is gone');
  return {
    prescription: shownOn(prescription, now(), null),
    supplies: await scope.supplies.listOfRequest(id, requestId),
  };
}

function needsKey(): DomainError {
  return new DomainError('forbidden', 'Here a pharmacy supplies by its API key.');
}
