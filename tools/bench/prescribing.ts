import { setTimeout as delay } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import type pg from 'pg';
import { prescriptionWorkflows } from '../../src/composition/prescriptions.js';
import { SYSTEM } from '../../src/domain/actor.js';
import { prescriptionWorkflowId } from '../../src/domain/ids.js';
import { canonicalContent } from '../../src/domain/prescriptions/content.js';
import { resumeUndelivered } from '../../src/usecases/prescriptions/resume-undelivered.js';
import { insertVisit } from '../../tests/support/visit-row.js';
import { type Cost, costOf } from './billable-actions.js';
import type { Bookings } from './bookings.js';
import { settled } from './engines.js';
import { fillFormulary } from './full-formulary.js';
import { type Measured, measure, percentile } from './measure.js';
import { residentKb } from './memory.js';
import type { Reader } from './population.js';
import { Poster } from './poster.js';
import type { Product } from './product.js';

/** Doctors who prescribe, each for one patient. */
const PAIRS = 40;
const DOCUMENTS = 500;
/** Bookings while documents are made: at least, and at most. */
const BOOKINGS = [20, 100] as const;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SAMPLE_MS = 200;
const REST_MS = 100;
const WIDTH = 4;
const ADDRESS = { line1: '1 Example Street', suburb: 'Sydney', state: 'NSW', postcode: '2000' };
const DIRECTIONS = 'Take one capsule three times a day until all are taken.';

/** A prescription with what stands on its paper. */
export interface IssuedPaper {
  readonly number: string;
  readonly code: string;
}

/** Doctors who prescribe for patients whom they see, one after the other. */
export class Prescribing {
  /** MB by which the worker has grown while documents were made last. */
  grownMb = Number.NaN;
  private readonly issued: string[] = [];
  private readonly poster: Poster;

  private constructor(
    private readonly product: Product,
    private readonly pairs: readonly { readonly doctor: Reader; readonly patient: Reader }[],
    private readonly drug: string,
  ) {
    this.poster = new Poster(product.url);
  }

  /** Makes what the law asks for, and a formulary of 10,000 items. */
  static async open(product: Product): Promise<Prescribing> {
    const { core, population, url } = product;
    const { pool } = core;
    const { clinicId, doctors, patients } = population;
    const said = [JSON.stringify([ADDRESS]), '+61291234567', clinicId];
    await pool.query('update clinics set addresses = $1, phone = $2 where id = $3', said);
    const pairs = [];
    for (let at = 0; at < PAIRS; at += 1) {
      const [doctor, patient] = [doctors[at], patients[at]];
      if (!doctor || !patient) throw new Error('there are too few people to prescribe');
      await furnish(product, { doctor, patient }, at);
      const start = new Date(core.now().getTime() - HOUR_MS);
      const run = (text: string, values: readonly unknown[]) => pool.query(text, [...values]);
      await insertVisit(run, { clinicId, doctorId: doctor.id, patientId: patient.id, start, status: 'in_progress' });
      await ask(url, doctor, 'PUT', `patients/${patient.id}/allergies/status/`, { no_known_allergies: true });
      await ask(url, doctor, 'POST', `patients/${patient.id}/medicines/review/`, {});
      pairs.push({ doctor, patient });
    }
    await fillFormulary(pool, clinicId);
    const name = 'Amoxicillin 500 mg capsule, 20';
    const { rows } = await pool.query<{ id: string }>('select id from drugs where clinic_id is null and name = $1', [
      name,
    ]);
    const prescribing = new Prescribing(product, pairs, rows[0]?.id ?? '');
    await prescribing.issue(PAIRS, WIDTH);
    return prescribing;
  }

  /** Issues so many, and waits until each has reached its patient before it answers what the issuing took. */
  async issue(count: number, width: number): Promise<Measured> {
    const measured = await Promise.race([measure(count, width, () => this.issueOne()), this.product.died]);
    await this.delivered();
    return measured;
  }

  /**
   * Issues so many, each when the one before it has reached its patient: making, storing and mailing a document takes a processor for longer
   * than the issue, and would be measured with the next one. Returns what each took, in ms.
   */
  async issueInTurn(count: number): Promise<readonly number[]> {
    const latencies: number[] = [];
    while (latencies.length < count) {
      latencies.push(...(await this.issue(1, 1)).latenciesMs);
      // Of the one that is delivered, the visit's workflow still shows it.
      await delay(REST_MS);
    }
    return latencies;
  }

  /** Papers to look up, which the bare side's table has too. */
  async papers(): Promise<readonly IssuedPaper[]> {
    const { pool, unitOfWork } = this.product.core;
    await pool.query(`create table if not exists bench_prescriptions (number text primary key, code text not null,
      content text not null, jws text not null, certificate text not null)`);
    const papers: IssuedPaper[] = [];
    for (const id of this.issued.slice(0, PAIRS)) {
      const found = await unitOfWork.withScope(SYSTEM, async ({ prescriptions, signingKeys }) => {
        const one = await prescriptions.find(id);
        return one && { ...one, certificate: await signingKeys.findCertificate(one.certificateId) };
      });
      if (!found?.certificate) throw new Error('a prescription that was issued is gone');
      const { number, code, content, jws, certificate } = found;
      const [own] = certificate.chain.split(/(?<=-----END CERTIFICATE-----)/);
      const row = [number, code, canonicalContent(content), jws, own];
      await pool.query('insert into bench_prescriptions values ($1, $2, $3, $4, $5) on conflict do nothing', row);
      papers.push({ number, code });
    }
    return papers;
  }

  /** The p95 of bookings, in ms, that are made while the worker makes 500 documents. */
  async bookingWhileMaking(bookings: Bookings): Promise<number> {
    const [least, most] = BOOKINGS;
    await this.forgetDocuments();
    const { pid } = this.product.worker;
    const before = residentKb(pid);
    let peak = before;
    const sampling = setInterval(() => {
      peak = Math.max(peak, residentKb(pid));
    }, SAMPLE_MS);
    try {
      let isMaking = true;
      const making = this.remake().finally(() => {
        isMaking = false;
      });
      making.catch(() => undefined); // awaited below
      const latencies: number[] = [];
      while (isMaking && latencies.length < most) {
        const { latenciesMs } = await Promise.race([measure(1, 1, () => bookings.book()), this.product.died]);
        latencies.push(...latenciesMs);
      }
      if (latencies.length < least) throw new Error(`only ${latencies.length} bookings while documents were made`);
      await making;
      this.grownMb = (peak - before) / 1024;
      return percentile(latencies, 95);
    } finally {
      clearInterval(sampling);
    }
  }

  /** What the last delivered prescription has cost the engine by now. */
  async cost(): Promise<Cost> {
    const { workflow } = this.product.core.client;
    const id = this.issued.at(-1) ?? '';
    return costOf(await workflow.getHandle(prescriptionWorkflowId(id)).fetchHistory());
  }

  private async issueOne(): Promise<void> {
    const pair = this.pairs[this.issued.length % this.pairs.length];
    if (!pair) throw new Error('nobody prescribes');
    // Known before it is answered, so that the next one is another doctor's.
    const at = this.issued.push('') - 1;
    const item = { drug: this.drug, dosage_instructions: DIRECTIONS, quantity: 20, repeats: 1 };
    const wanted = { patient: pair.patient.id, prescribed_drugs: [item], consultation_mode: 'video' };
    const { status, body } = await this.poster.post('prescriptions/', wanted, pair.doctor.token);
    if (status !== 201) throw new Error(`a prescription was answered ${status}: ${body}`);
    this.issued[at] = JSON.parse(body).id;
  }

  private delivered(): Promise<void> {
    return settled(async () => (await this.undelivered()) === 0, 'prescriptions to be delivered');
  }

  private async undelivered(): Promise<number> {
    const text = "select count(*)::int as count from prescription_requests where delivery <> 'delivered'";
    const { rows } = await this.product.core.pool.query<{ count: number }>(text);
    return rows[0]?.count ?? 0;
  }

  /** As if 500 prescriptions had been issued, no document were made yet, and their workflows were lost. */
  private async forgetDocuments(): Promise<void> {
    if (this.issued.length < DOCUMENTS) await this.issue(DOCUMENTS - this.issued.length, WIDTH);
    const left = this.issued.slice(0, DOCUMENTS);
    const ids = [[...left]];
    const { workflow } = this.product.core.client;
    await measure(left.length, WIDTH, async () => {
      // It waits for its reminder, where it did not end.
      await workflow
        .getHandle(prescriptionWorkflowId(left.pop() ?? ''))
        .terminate()
        .catch(isOver);
    });
    const events = "event = 'document_stored' and prescription_id = any ($1::uuid[])";
    await behindTriggers(
      this.product.core.pool,
      [
        'delete from prescription_documents where prescription_id = any ($1::uuid[])',
        `delete from prescription_events where ${events}`,
        "update prescription_requests set delivery = 'queued' where id = any ($1::uuid[])",
      ],
      ids,
    );
  }

  /** Lets the worker make them, as when their workflows were lost: the product's own look resumes them; ends when all are delivered. */
  private async remake(): Promise<void> {
    const { unitOfWork, now } = this.product.core;
    const workflows = prescriptionWorkflows(this.product.core);
    // Late enough for what was issued a moment ago.
    const later = () => new Date(now().getTime() + MINUTE_MS);
    const resume = resumeUndelivered({
      ...{ unitOfWork, prescriptionWorkflows: workflows },
      now: later,
      heartbeat: () => undefined,
    });
    while ((await resume()) > 0);
    await this.delivered();
  }
}

function isOver(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

/** Changes rows that no process may change, as their owner. */
async function behindTriggers(pool: pg.Pool, statements: readonly string[], values: unknown[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const statement of statements) await client.query(statement, values);
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function furnish({ core }: Product, { doctor, patient }: { doctor: Reader; patient: Reader }, at: number) {
  await core.unitOfWork.withScope(SYSTEM, async ({ users }) => {
    const numbers = {
      medicalRegistrationNumber: `MED${String(at + 1).padStart(10, '0')}`,
      prescriberNumber: '2425739',
    };
    const [ofDoctor, ofPatient] = [await users.doctorDocument(doctor.id), await users.patientDocument(patient.id)];
    await users.saveDoctorDocument(doctor.id, { ...ofDoctor, ...numbers, qualifications: 'MBBS' }, core.now());
    const known = { dateOfBirth: '1980-05-17', address: { ...ADDRESS, line1: '2 Example Road' } };
    await users.savePatientDocument(patient.id, { ...ofPatient, ...known }, core.now());
  });
}

async function ask(url: string, { token }: Reader, method: string, path: string, body: object): Promise<void> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
}
