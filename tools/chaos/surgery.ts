import { createHash } from 'node:crypto';
import { type Answered, type Client, type Json, type Reply, textOf } from '../rig/client.js';
import { codeOn } from '../rig/paper.js';
import type {
  AskedFact,
  CancelFact,
  Look,
  PrescribingFacts,
  PrescriptionFact,
  SupplyFact,
} from '../rig/prescribing-facts.js';
import type { Random } from '../rig/random.js';
import { pause } from '../rig/stack.js';
import { unasked } from './asking.js';

const DOCUMENT_WITHIN_MS = 60_000;
/** Requests at a time, once nothing is killed any more. */
const AT_ONCE = 6;
const REASON = 'Chaos run, weighed against the alternatives';
const CAPSULES = 'Take one capsule three times a day until all are taken.';
const TABLETS = 'Take one tablet every 6 hours when needed for pain. Maximum 4 tablets in 24 hours.';
const PRESCRIPTIONS = '/api/v1/prescriptions/';

/** Somebody whose visit has begun, and the doctor who sees them. */
export interface Consultation {
  readonly doctor: Client;
  readonly patient: Client;
}

/** A prescription that was answered with 201. */
export interface Issued extends Consultation {
  readonly id: string;
  readonly number: string;
}

/** What a doctor asks for. */
interface Wanted {
  readonly repeats?: number;
  /** Something of Schedule 8 besides: the law makes two prescriptions of it. */
  readonly withControlled?: boolean;
  readonly supersedes?: string;
}

/** A request with the fact that remembers how it ended. */
interface Asking {
  readonly fact: AskedFact;
  readonly by: Client;
  readonly path: string;
  readonly body: Json;
  /** Takes what the last answer says. */
  readonly note: (reply: Reply) => void;
}

export interface SurgeryOptions {
  readonly consultations: readonly Consultation[];
  readonly drugs: { readonly plain: string; readonly controlled: string };
  /** A counter, which has no login. */
  readonly pharmacy: Client;
  readonly facts: PrescribingFacts;
  readonly contradictions: string[];
  readonly random: Random;
  readonly over: AbortSignal;
}

/** What doctors prescribe, patients download and pharmacies supply; every answer is remembered. */
export class Surgery {
  private readonly codes = new Map<string, string>();
  private readonly unanswered: Asking[] = [];
  /** Doctors who are waiting for an answer. */
  private readonly busy = new Set<string>();
  private quantities = 0;
  private pharmacies = 0;

  constructor(private readonly options: SurgeryOptions) {}

  get random(): Random {
    return this.options.random;
  }

  /** A doctor prescribes one thing after the other, as long as another one is free; two of them may see one patient. */
  consultation(): Consultation {
    const { consultations } = this.options;
    const free = consultations.filter(({ doctor }) => !this.busy.has(doctor.id));
    return this.random.pick(free.length === 0 ? consultations : free);
  }

  /** Prescribes until there is an answer, and answers alerts as a doctor does: by asking once more, with reasons. */
  async prescribe(visit: Consultation, wanted: Wanted = {}): Promise<readonly Issued[]> {
    const first = await this.request(visit, wanted, {});
    const { alerts, checks } = first.reply?.body ?? {};
    if (first.fact.code !== 'alerts_open') return this.issuedBy(visit, first.fact);
    const keys = (Array.isArray(alerts) ? alerts : []).map((alert: Json) => ({ key: alert.key, reason: REASON }));
    const unknown = Object.entries((checks ?? {}) as Readonly<Record<string, Json>>).filter(
      ([check, { state }]) => ['allergy', 'interaction'].includes(check) && state !== 'clear',
    );
    const acknowledged_checks = unknown.map(([check]) => ({ check, reason: REASON }));
    const second = await this.request(visit, wanted, { overrides: keys, acknowledged_checks });
    return this.issuedBy(visit, second.fact);
  }

  /** Asks for a prescription and closes the connection before there is an answer, permanently. */
  async prescribeAndLeave({ doctor, patient }: Consultation): Promise<void> {
    const fact = this.newFact({ doctor, patient }, {});
    const body = this.bodyOf(fact, {});
    const reply = await doctor.askOnce('POST', PRESCRIPTIONS, body, fact.key, this.random.between(2, 250));
    fact.outcome = 'abandoned';
    fact.statuses.push(reply?.status ?? null);
    // It was faster than the impatience: then the doctor knows.
    if (reply && reply.status < 500) {
      fact.outcome = reply.status < 400 ? 'done' : 'refused';
      noteIssued(fact, reply);
    }
  }

  async cancel({ id, doctor }: Issued): Promise<CancelFact> {
    const fact: CancelFact = { prescriptionId: id, ...unasked() };
    this.options.facts.cancels.push(fact);
    await this.ask({
      fact,
      by: doctor,
      path: `${PRESCRIPTIONS}${id}/cancel/`,
      body: { reason: REASON },
      note: () => {},
    });
    return fact;
  }

  /** Another pharmacy each time. Null: nobody could read the code. */
  async supply(issued: Issued): Promise<SupplyFact | null> {
    const code = await this.codeOf(issued);
    if (code === null) return null;
    this.pharmacies += 1;
    const pharmacy = `Pharmacy ${this.pharmacies}`;
    const fact: SupplyFact = { prescriptionId: issued.id, pharmacy, supplies: [], ...unasked() };
    this.options.facts.supplies.push(fact);
    const counter = { pharmacist_id: 'PHA0001', pharmacy_name: pharmacy, patient_identity_checked: true };
    const note = ({ body }: Reply) => {
      fact.supplies = listOf(body.supplies).map(({ id }) => String(id));
    };
    const path = `${PRESCRIPTIONS}${issued.number}/dispense/`;
    await this.ask({ fact, by: this.options.pharmacy, path, body: { code, ...counter }, note });
    return fact;
  }

  /** The code on the paper, once the patient has it. */
  async codeOf({ id, patient }: Issued): Promise<string | null> {
    for (const end = Date.now() + DOCUMENT_WITHIN_MS; !this.codes.has(id); ) {
      const document = await patient.download(`${PRESCRIPTIONS}${id}/pdf`);
      const code = document && (await codeOn(document));
      if (code) this.codes.set(id, code);
      else if (Date.now() > end || this.options.over.aborted) return null;
      else await pause(300, this.options.over);
    }
    return this.codes.get(id) ?? null;
  }

  /** Asks once more what got no answer while the processes died: now there is no excuse. */
  async askAgain(until: AbortSignal): Promise<void> {
    const left = this.unanswered.splice(0);
    const ask = async () => {
      for (let asking = left.pop(); asking; asking = left.pop())
        await this.ask({ ...asking, by: asking.by.anew(until) });
    };
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
  }

  /** Reads every prescription that anybody knows of: its patient the document, twice, and a pharmacist what the look says. */
  async readPapers(until: AbortSignal): Promise<void> {
    const { facts, pharmacy, consultations } = this.options;
    const patients = new Map(consultations.map(({ patient }) => [patient.id, patient.anew(until)]));
    const left = facts.prescriptions.flatMap(({ issued, patientId }) => issued.map((one) => ({ ...one, patientId })));
    const counter = pharmacy.anew(until);
    const read = async () => {
      for (let one = left.pop(); one && !until.aborted; one = left.pop()) {
        const path = `${PRESCRIPTIONS}${one.id}/pdf`;
        const patient = patients.get(one.patientId);
        const copies = [await patient?.download(path), await patient?.download(path)].filter((copy) => copy !== null);
        const [copy] = copies;
        const code = this.codes.get(one.id) ?? (copy ? await codeOn(copy) : null);
        const look = code === null ? null : await lookAt(counter, one.number, code);
        const sha256s = copies.map((bytes) =>
          createHash('sha256')
            .update(bytes ?? '')
            .digest('hex'),
        );
        facts.papers.push({ prescriptionId: one.id, sha256s, look });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, read));
  }

  private async request(visit: Consultation, wanted: Wanted, answers: Json) {
    const fact = this.newFact(visit, wanted);
    const body = { ...this.bodyOf(fact, wanted), ...answers };
    const { supersedes } = wanted;
    const path = supersedes ? `${PRESCRIPTIONS}${supersedes}/supersede/` : PRESCRIPTIONS;
    const asking = { fact, by: visit.doctor, path, body, note: (reply: Reply) => noteIssued(fact, reply) };
    this.busy.add(visit.doctor.id);
    const { reply } = await this.ask(asking);
    this.busy.delete(visit.doctor.id);
    if (fact.outcome === 'done' && this.random.chance(0.15)) await this.replay(asking, reply);
    return { fact, reply };
  }

  private newFact({ doctor, patient }: Consultation, { supersedes = null }: { readonly supersedes?: string | null }) {
    this.quantities += 1;
    const of = { quantity: this.quantities, doctorId: doctor.id, patientId: patient.id, supersedes };
    const fact: PrescriptionFact = { ...of, issued: [], ...unasked() };
    this.options.facts.prescriptions.push(fact);
    return fact;
  }

  private bodyOf({ quantity, patientId }: PrescriptionFact, { repeats = 0, withControlled, supersedes }: Wanted): Json {
    const { plain, controlled } = this.options.drugs;
    const item = { drug: plain, dosage_instructions: CAPSULES, quantity, repeats };
    const other = { drug: controlled, dosage_instructions: TABLETS, quantity, repeats: 0 };
    const system = 'SafeScript NSW';
    return {
      patient: patientId,
      prescribed_drugs: withControlled ? [item, other] : [item],
      consultation_mode: 'video',
      ...(withControlled
        ? { monitoring_check: { system, checked_at: new Date().toISOString(), outcome: 'Nothing of note' } }
        : {}),
      ...(supersedes ? { reason: REASON } : {}),
    };
  }

  private issuedBy(visit: Consultation, { issued }: PrescriptionFact): readonly Issued[] {
    return issued.map((one) => ({ ...visit, ...one }));
  }

  private async ask(asking: Asking): Promise<Answered> {
    const { fact, by, path, body, note } = asking;
    const answer = await by.ask('POST', path, body, fact.key);
    fact.outcome = answer.outcome;
    fact.statuses.push(...answer.statuses);
    if (answer.reply) note(answer.reply);
    if (answer.outcome === 'refused') fact.code = textOf(answer.reply?.body, 'code');
    if (answer.outcome === 'unknown') this.unanswered.push(asking);
    return answer;
  }

  /** A repeat gets the first answer, to the letter. */
  private async replay({ fact, by, path, body }: Asking, first: Reply | null): Promise<void> {
    const again = await by.askOnce('POST', path, body, fact.key);
    if (!again || again.status >= 500) return;
    if (again.status !== 201 || JSON.stringify(again.body) !== JSON.stringify(first?.body)) {
      const of = textOf(first?.body, 'prescription_number');
      this.options.contradictions.push(`prescription ${of} was ${again.status} in a repeat`);
    }
  }
}

function noteIssued(fact: PrescriptionFact, { status, body }: Reply): void {
  if (status !== 201) return;
  fact.issued = listOf(body.prescriptions).map(({ id, prescription_number: number }) => ({
    id: String(id),
    number: String(number),
  }));
}

async function lookAt(counter: Client, number: string, code: string): Promise<Look | null> {
  const { reply } = await counter.ask('GET', `${PRESCRIPTIONS}verify/${number}?code=${code}`);
  const result = reply?.body.verification_result as Json | undefined;
  if (reply?.status !== 200 || !result) return null;
  return {
    valid: result.valid === true,
    isSigned: result.digital_signature_valid === true,
    status: String(result.status),
    left: listOf(result.drugs).map((drug) => Number(drug.remaining_repeats)),
    documentSha256: textOf(result, 'document_sha256'),
  };
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
