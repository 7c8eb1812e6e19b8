import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { contentSigner, contentVerifier } from '../../../src/adapters/signing/jws.js';
import { documentStore } from '../../../src/composition/documents.js';
import { prescriptionsByCode } from '../../../src/composition/prescriptions.js';
import { signingKeyDeps } from '../../../src/composition/signing.js';
import { SYSTEM } from '../../../src/domain/actor.js';
import { addDays, localDay } from '../../../src/domain/days.js';
import { canonicalContent } from '../../../src/domain/prescriptions/content.js';
import { fieldOf } from '../../../src/models/sealed-fields.js';
import { PrescriptionsTable } from '../../../src/models/tables/prescriptions/prescriptions.js';
import { newKey } from '../../../src/usecases/identity/api-key-secret.js';
import { readSigningKey } from '../../../src/usecases/prescriptions/signing-key.js';
import { ApiClient } from '../client.js';
import { type Consultation, Surgery } from './surgery.js';

export const PRESCRIPTIONS = '/api/v1/prescriptions/';
export const PHARMACY = { pharmacist_id: 'PHA0001234', pharmacy_name: 'Example Pharmacy' };

/** A prescription as somebody holds it. */
export interface Paper {
  readonly id: string;
  readonly number: string;
  readonly code: string;
  readonly items: readonly string[];
  readonly visit: Consultation;
}

/** The counter of a pharmacy, and a surgery that issues what comes to it. */
export class Pharmacy {
  private constructor(
    readonly surgery: Surgery,
    readonly counter: ApiClient,
    private readonly zone: string,
    private readonly drugs: { readonly amoxicillin: string; readonly oxycodone: string },
  ) {}

  static async open(env: Readonly<Record<string, string>> = {}): Promise<Pharmacy> {
    const surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s', RATE_LIMIT_VERIFY: 'off', ...env });
    const [clinic] = await surgery.stage.sql<{ timezone: string }>('select timezone from clinics limit 1');
    const drugs = {
      amoxicillin: await surgery.drug('Amoxicillin 500 mg capsule, 20'),
      oxycodone: await surgery.drug('Oxycodone 5 mg tablet, 20'),
    };
    return new Pharmacy(surgery, ApiClient.anonymous(surgery.stage.clinic.apiUrl), clinic?.timezone ?? 'UTC', drugs);
  }

  close(): Promise<void> {
    return this.surgery.close();
  }

  /** On the clinic's calendar, so many days ago. */
  day(ago = 0): string {
    return addDays(localDay(new Date(), this.zone), -ago);
  }

  anItem(changes: object = {}) {
    const dosage_instructions = 'Take one capsule three times a day until all are taken.';
    return { drug: this.drugs.amoxicillin, dosage_instructions, quantity: 20, repeats: 0, ...changes };
  }

  async issued(changes: object = {}): Promise<Paper> {
    const visit = await this.surgery.consultation();
    const prescribed_drugs = [this.anItem()];
    const wanted = { patient: visit.patient.id, prescribed_drugs, consultation_mode: 'video', ...changes };
    const reply = await visit.api.insist(PRESCRIPTIONS, wanted);
    assert.equal(reply.status, 201, JSON.stringify(reply.body));
    const { unitOfWork } = this.surgery.stage.clinic.core;
    const found = await unitOfWork.withScope(SYSTEM, (scope) => scope.prescriptions.find(reply.body.id));
    assert.ok(found);
    return { id: found.id, visit, number: found.number, code: found.code, items: found.items.map(({ id }) => id) };
  }

  /** Of Schedule 8. */
  controlled(): Promise<Paper> {
    const dosage_instructions = 'Take one tablet every 6 hours when needed for pain. Maximum 4 tablets in 24 hours.';
    const checked_at = new Date().toISOString();
    return this.issued({
      prescribed_drugs: [this.anItem({ drug: this.drugs.oxycodone, dosage_instructions })],
      monitoring_check: { system: 'SafeScript NSW', checked_at, outcome: 'Nothing of note' },
    });
  }

  path({ number }: Pick<Paper, 'number'>, what: string): string {
    return `${PRESCRIPTIONS}${number}/${what}/`;
  }

  supply(paper: Paper, changes: object = {}, key: string = randomUUID()) {
    return this.counter.post(this.path(paper, 'dispense'), { code: paper.code, ...PHARMACY, ...changes }, key);
  }

  undo(paper: Paper, supplyId: string, changes: object = {}) {
    const body = { code: paper.code, pharmacist_id: PHARMACY.pharmacist_id, reason: 'Wrong patient', ...changes };
    return this.counter.post(this.path(paper, `dispensings/${supplyId}/undo`), body);
  }

  decline(paper: Paper, changes: object = {}, key: string = randomUUID()) {
    const body = { code: paper.code, ...PHARMACY, reason_code: 'out_of_stock', ...changes };
    return this.counter.post(this.path(paper, 'decline'), body, key);
  }

  /** Supplies that stand. */
  standing({ id }: Paper) {
    return this.surgery.stage.sql<{ id: string }>(
      'select id from dispensings where prescription_id = $1 and undone_at is null',
      [id],
    );
  }

  /** What supplies are recorded with, as the API has it. */
  supplyDeps() {
    const { core } = this.surgery.stage.clinic;
    const { unitOfWork, settings, showEntry, now } = core;
    const byCode = prescriptionsByCode(core);
    return { unitOfWork, byCode, showEntry, now, contents: contentVerifier(), documents: documentStore(settings) };
  }

  /** A pharmacy that sends an API key with these scopes. */
  async withKey(scopes: readonly ('prescriptions:dispense' | 'slots:read')[], elsewhere?: string) {
    const { core, clinicId, apiUrl, person } = this.surgery.stage.clinic;
    const id = randomUUID();
    const { key, secretHash } = newKey(id);
    const { id: createdBy } = await person('admin');
    const times = { createdAt: new Date(), expiresAt: new Date(Date.now() + 86_400_000) };
    const row = { id, clinicId: elsewhere ?? clinicId, name: 'Pharmacy', scopes, secretHash, allowedAddresses: [] };
    await core.unitOfWork.withScope(SYSTEM, ({ apiKeys }) => apiKeys.insert({ ...row, ...times, createdBy }));
    return async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json', 'x-api-key': key };
      const response = await fetch(`${apiUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests, not by the compiler
      return { status: response.status, body: (await response.json()) as any };
    };
  }

  /** Changes what no process may change, as somebody with the owner's password could. */
  async behindTriggers(tables: readonly string[], work: () => Promise<unknown>): Promise<void> {
    for (const table of tables) await this.surgery.stage.sql(`alter table ${table} disable trigger all`);
    await work();
    for (const table of tables) await this.surgery.stage.sql(`alter table ${table} enable trigger all`);
  }

  /** As if the prescription had been issued, and signed, so many days ago. */
  async age({ id }: Paper, days: number, validFor = 365): Promise<void> {
    const { core } = this.surgery.stage.clinic;
    const signed = await core.unitOfWork.withScope(SYSTEM, async (scope) => {
      const found = await scope.prescriptions.find(id);
      assert.ok(found);
      const issuedOn = addDays(found.issuedOn, -days);
      const dates = { issuedOn, validUntil: addDays(issuedOn, validFor) };
      const text = canonicalContent({ ...found.content, ...dates });
      const key = await readSigningKey(signingKeyDeps(core))(scope, found.certificateId);
      const field = fieldOf(PrescriptionsTable, 'contentSealed', id, found.patientId);
      return {
        ...dates,
        sealed: core.settings.ENCRYPTION_KEYS.sealText(text, field),
        sha256: createHash('sha256').update(text).digest('hex'),
        jws: await contentSigner.sign(text, key),
      };
    });
    const dates = [id, signed.issuedOn, signed.validUntil];
    const content = 'content_sealed = $4, content_sha256 = $5, jws = $6';
    await this.behindTriggers(['prescriptions', 'prescription_items', 'dispensings'], async () => {
      await this.surgery.stage.sql(
        `update prescriptions set issued_on = $2, valid_until = $3, ${content} where id = $1`,
        [...dates, signed.sealed, signed.sha256, signed.jws],
      );
      const items = 'update prescription_items set issued_on = $2, valid_until = $3 where prescription_id = $1';
      await this.surgery.stage.sql(items, dates);
    });
  }
}

/** What of a refusal tells why. */
export function refusal({ status, body }: { readonly status: number; readonly body: Record<string, unknown> }) {
  return [status, body.code, body.reason];
}
