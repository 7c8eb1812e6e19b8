import { type Findings, groupBy } from '../../rig/check/findings.js';
import type { PrescribingWorld, PrescriptionRow } from './prescribing-world.js';

/** Mails that bring what was prescribed. */
const BRINGS = new Set(['prescription_ready', 'prescription_superseded']);

/** Invariant 8, of what doctors issue: numbers, answers, documents, mails and workflows. */
export function checkPrescriptions(world: PrescribingWorld, findings: Findings): void {
  checkNumbers(world, findings);
  checkAnswers(world, findings);
  checkEnds(world, findings);
  checkDocuments(world, findings);
  checkMails(world, findings);
  checkRuns(world, findings);
}

function checkNumbers({ prescriptions, counters }: PrescribingWorld, findings: Findings): void {
  const years = groupBy(prescriptions, (row) => row.year);
  findings.each(8, 'the numbers of a year are complete, each once', years, ([year, rows]) => {
    const ordinals = rows.map(({ ordinal }) => ordinal).sort((one, other) => one - other);
    const gap = ordinals.findIndex((ordinal, at) => ordinal !== at + 1);
    if (gap >= 0) return `${year}: ${ordinals[gap]} in place ${gap + 1}`;
    const last = counters.find((counter) => counter.year === year)?.last;
    return last === ordinals.length ? null : `${year}: ${ordinals.length} prescriptions, counted ${last}`;
  });
  findings.each(8, 'a number says its year and its place', prescriptions, ({ number, year, ordinal }) =>
    number === `RX${year}${String(ordinal).padStart(6, '0')}` ? null : `${number} is no. ${ordinal} of ${year}`,
  );
}

function checkAnswers(world: PrescribingWorld, findings: Findings): void {
  const { prescriptions: facts, cancels, supplies } = world.facts.prescribing;
  const byId = new Map(world.prescriptions.map((row) => [row.id, row]));
  const quantities = new Map(world.items.map(({ prescription_id: id, quantity }) => [id, quantity]));
  const rows = groupBy(world.prescriptions, ({ id }) => quantities.get(id));
  const done = facts.filter((fact) => fact.outcome === 'done');
  findings.each(8, 'a prescription answered 201 exists as answered', done, (fact) => {
    const found = rows.get(fact.quantity) ?? [];
    const isSame = ({ id, number }: (typeof fact.issued)[number]) => {
      const row = byId.get(id);
      return row?.number === number && row.doctor_id === fact.doctorId && row.patient_id === fact.patientId;
    };
    const isAll = found.length === fact.issued.length && fact.issued.length > 0 && fact.issued.every(isSame);
    return isAll ? null : `${fact.issued.map(({ number }) => number).join()} is stored as ${numbers(found)}`;
  });
  const refused = facts.filter((fact) => fact.outcome === 'refused');
  findings.each(8, 'a prescription answered 4xx left nothing', refused, (fact) => {
    const found = rows.get(fact.quantity) ?? [];
    return found.length === 0 ? null : `${fact.code} after ${fact.statuses.join()}, but there is ${numbers(found)}`;
  });
  const asked = [...facts, ...cancels, ...supplies].filter((fact) => fact.outcome !== 'abandoned');
  findings.each(8, 'who asks again about a prescription is answered in the end', asked, (fact) =>
    fact.outcome === 'unknown' ? `${fact.key}: ${fact.statuses.length} answers` : null,
  );
  const known = new Set(facts.map((fact) => fact.quantity));
  findings.each(8, 'a prescription comes from a request', world.prescriptions, ({ id, number }) =>
    known.has(quantities.get(id) ?? 0) ? null : number,
  );
}

/** What was acknowledged as ended has ended, and nothing else has. */
function checkEnds({ prescriptions, facts }: PrescribingWorld, findings: Findings): void {
  const { prescriptions: asked, cancels } = facts.prescribing;
  const byId = new Map(prescriptions.map((row) => [row.id, row]));
  const cancelled = cancels.filter((fact) => fact.outcome === 'done');
  findings.each(8, 'an acknowledged cancel has ended its prescription', cancelled, ({ prescriptionId: id }) =>
    byId.get(id)?.status === 'cancelled' ? null : `${id} is ${byId.get(id)?.status}`,
  );
  const replaced = asked.filter((fact) => fact.outcome === 'done' && fact.supersedes !== null);
  findings.each(8, 'what stands in the place of a prescription is named by it', replaced, (fact) => {
    const [old, [first]] = [byId.get(fact.supersedes ?? ''), fact.issued];
    const isLinked = old?.status === 'superseded' && old.superseded_by === first?.id;
    return isLinked && byId.get(first?.id ?? '')?.supersedes === old.id ? null : `${old?.number} and ${first?.number}`;
  });
  const wanted = new Set<string | null>([
    ...cancels.filter((fact) => fact.outcome !== 'refused').map((fact) => fact.prescriptionId),
    ...asked.filter((fact) => fact.outcome !== 'refused').map((fact) => fact.supersedes),
  ]);
  const ended = prescriptions.filter((row) => row.status !== 'issued');
  findings.each(8, 'a prescription ends because somebody asked', ended, ({ id, number }) =>
    wanted.has(id) ? null : number,
  );
}

/** One document, with one set of bytes, and a look that agrees with the record. */
function checkDocuments({ prescriptions, documents, facts }: PrescribingWorld, findings: Findings): void {
  const stored = groupBy(documents, (row) => row.prescription_id);
  const papers = new Map(facts.prescribing.papers.map((paper) => [paper.prescriptionId, paper]));
  const standing = prescriptions.filter((row) => row.status === 'issued');
  findings.each(8, 'what stands has one document', standing, ({ id, number }) => {
    const found = stored.get(id)?.length ?? 0;
    return found === 1 ? null : `${number}: ${found} documents`;
  });
  const read = prescriptions.flatMap((row) => {
    const paper = papers.get(row.id);
    return paper ? [{ row, paper }] : [];
  });
  findings.each(8, 'a document is the same bytes whenever it is read', read, ({ row, paper }) => {
    const [document] = stored.get(row.id) ?? [];
    if (!document) return paper.sha256s.length === 0 ? null : `${row.number} was read and is not stored`;
    if (row.status === 'issued' && paper.sha256s.length < 2)
      return `${row.number} was read ${paper.sha256s.length} times`;
    const isOther = paper.sha256s.some((sha256) => sha256 !== document.sha256);
    return isOther ? `${row.number}: ${paper.sha256s.join()} is not ${document.sha256}` : null;
  });
  const looks = read.filter(({ row, paper }) => row.status === 'issued' || paper.look !== null);
  findings.each(8, 'a look finds the record as it was signed', looks, ({ row, paper: { look } }) => {
    if (!look) return `${row.number}: the look was refused`;
    const stands = row.status === 'issued';
    const isOther = look.documentSha256 !== (stored.get(row.id)?.[0]?.sha256 ?? null);
    const isRight = look.isSigned && look.valid === stands && !isOther;
    return isRight ? null : `${row.number} is ${row.status}; the look: ${JSON.stringify(look)}`;
  });
}

/** One mail for each request, and one for each cancel; that each was received once is a rule of all messages. */
function checkMails({ prescriptions, requests, deliveries, mails }: PrescribingWorld, findings: Findings): void {
  const received = new Set(mails.map((mail) => mail.message_id));
  const sent = groupBy(
    deliveries.filter((row) => row.state === 'sent' && received.has(row.message_id)),
    (row) => row.appointment_id,
  );
  const ofRequest = groupBy(prescriptions, (row) => row.request_id);
  findings.each(8, 'a request is notified in one mail', requests, ({ id }) => {
    const mailed = new Set((sent.get(id) ?? []).filter(({ kind }) => BRINGS.has(kind)).map((row) => row.message_id));
    const stands = (ofRequest.get(id) ?? []).some((row) => row.status === 'issued');
    // What ended before its mail went out is notified in another one.
    return mailed.size === 1 || (mailed.size === 0 && !stands) ? null : `request ${id}: ${mailed.size} mails`;
  });
  const cancelled = prescriptions.filter((row) => row.status === 'cancelled');
  findings.each(8, 'a cancel is notified once', cancelled, (row) => {
    const told = (sent.get(row.request_id) ?? []).filter(
      ({ kind, occurrence }) => kind === 'prescription_cancelled' && occurrence === row.id,
    );
    return told.length === 1 ? null : `${row.number}: ${told.length} mails`;
  });
}

function checkRuns({ requests, deliveryRuns, prescriptions, now }: PrescribingWorld, findings: Findings): void {
  const standing = new Set(prescriptions.filter((row) => row.status === 'issued').map((row) => row.request_id));
  findings.each(8, 'the workflow of a request has ended, or waits for its reminder', requests, (row) => {
    const run = deliveryRuns.get(row.id);
    if (!run) return `request ${row.id} has no workflow`;
    if (standing.has(row.id) && row.delivery !== 'delivered') return `request ${row.id} is ${row.delivery}`;
    const mayWait = run.activities === 0 && row.remind_at !== null && row.remind_at.getTime() > now;
    return !run.isRunning || mayWait ? null : `request ${row.id} runs, with ${run.activities} activities`;
  });
}

function numbers(rows: readonly PrescriptionRow[]): string {
  return rows.map(({ number }) => number).join() || 'nothing';
}
