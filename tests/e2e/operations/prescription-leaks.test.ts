import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { prescriptionWorkflowId } from '../../../src/domain/ids.js';
import { printedCode } from '../../../src/domain/prescriptions/numbers.js';
import { until } from '../../support/client.js';
import { namesOf } from '../../support/clinic.js';
import { TextSearch } from '../../support/leaks/text-search.js';
import { type Paper, Pharmacy, PRESCRIPTIONS } from '../../support/prescriptions/pharmacy.js';

/** Each stands in one place only, so that what is found says where it comes from. */
const MARKED = {
  directions: 'Take one capsule zebrafinch with water three times a day until all are taken.',
  notes: 'Zebranote for the record',
  note_to_pharmacist: 'Zebracall me first',
  reason: 'Zebracancel the strength was wrong',
  supersede: 'Zebraplace another dose',
  decline: 'Zebradecline not on the shelf',
  reprint: 'Zebraprint the first was torn',
} as const;
const PATIENT = namesOf('patient');
/** Words of the sentences above, the medicine, and the person. */
const WORDS = [
  ...['zebrafinch', 'Zebranote', 'Zebracall', 'Zebracancel', 'Zebraplace', 'Zebradecline', 'Zebraprint'],
  'Amoxicillin',
  ...PATIENT,
];
const PLANTED = 'Zebraplanted';

let at: Pharmacy;
before(async () => {
  at = await Pharmacy.open({ POLICY_DOCUMENT_REMINDER: '1s' });
});
after(() => at.close());

/** What the support page of a run shows. */
async function detailsOf(id: string): Promise<string> {
  const handle = at.surgery.stage.clinic.core.client.workflow.getHandle(prescriptionWorkflowId(id));
  const metadata = await handle.query<{ readonly currentDetails?: string }>('__temporal_workflow_metadata');
  return metadata.currentDetails ?? '';
}

async function issued(): Promise<Paper> {
  const { directions: dosage_instructions, notes, note_to_pharmacist } = MARKED;
  const prescribed_drugs = [at.anItem({ dosage_instructions })];
  return at.issued({ prescribed_drugs, notes, note_to_pharmacist });
}

test('nothing of what was prescribed, and no code, stands in logs, mails, failures or the engine', async () => {
  const { stage } = at.surgery;
  const papers = [await issued(), await issued()] as const;
  const [cancelled, replaced] = papers;
  for (const { id, visit } of papers) {
    await at.surgery.delivered(visit.api, id);
  }
  const path = (paper: Paper, what: string) => `${PRESCRIPTIONS}${paper.id}/${what}/`;
  const ok = async (status: number, reply: Promise<{ readonly status: number; readonly body: unknown }>) => {
    const { status: answered, body } = await reply;
    assert.equal(answered, status, JSON.stringify(body));
  };
  // What is refused is said in failures of the workflow, too.
  const vague = {
    patient: cancelled.visit.patient.id,
    prescribed_drugs: [at.anItem({ repeats: 30, dosage_instructions: MARKED.directions })],
  };
  await ok(400, cancelled.visit.api.insist(PRESCRIPTIONS, { ...vague, notes: MARKED.notes }));
  for (const paper of papers) {
    await ok(200, at.counter.get(`${PRESCRIPTIONS}verify/${paper.number}?code=${printedCode(paper.code)}`));
    await ok(201, at.decline(paper, { note: MARKED.decline }));
    await ok(200, paper.visit.api.insist(path(paper, 'paper'), {}));
    await ok(200, paper.visit.api.insist(path(paper, 'paper'), { reason: MARKED.reprint }));
    await ok(200, paper.visit.api.insist(path(paper, 'resend'), {}));
  }
  const page = await fetch(`${stage.clinic.apiUrl}/verify/${replaced.number}?code=${replaced.code}`);
  assert.equal(page.status, 200);
  await ok(201, at.supply(cancelled));
  await ok(409, at.supply(cancelled));
  await ok(200, cancelled.visit.api.insist(path(cancelled, 'cancel'), { reason: MARKED.reason }));
  const { visit } = replaced;
  const next = await visit.api.insist(path(replaced, 'supersede'), {
    ...{ patient: visit.patient.id, prescribed_drugs: [at.anItem({ quantity: 10 })], reason: MARKED.supersede },
  });
  assert.equal(next.status, 201, JSON.stringify(next.body));
  await at.surgery.delivered(visit.api, next.body.id);
  const to = papers.map((paper) => paper.visit.patient.email);
  const mails = async () =>
    (await stage.clinic.mails()).filter((mail) => mail.to.some((address) => to.includes(address)));
  const kinds = ['prescription_ready', 'prescription_unread', 'prescription_cancelled', 'prescription_superseded'];
  await until('a mail of each kind', async () => {
    const sent = new Set((await mails()).map(({ kind }) => kind));
    return kinds.every((kind) => sent.has(kind));
  });

  const codes = papers.flatMap(({ code }) => [code, printedCode(code)]);
  const search = new TextSearch([...WORDS, ...codes, PLANTED]);
  const { leaks, core } = stage.clinic;
  const place = { client: core.client, ...core.temporal };
  assert.deepEqual(await leaks.found(search, place), []);
  const details = await Promise.all([...papers.map(({ id }) => id), next.body.id].map(detailsOf));
  for (const text of details) {
    assert.match(text, /\| RX\d{10} \|/, 'the page is read');
    assert.deepEqual([...search.find(text)], []);
  }
  // A mail greets its reader by name; nothing else of the above is in it, nor a number.
  const inMails = new TextSearch([
    ...WORDS.filter((word) => !PATIENT.includes(word)),
    ...codes,
    ...papers.map(({ number }) => number),
  ]);
  for (const mail of await mails()) assert.deepEqual([...inMails.find(JSON.stringify(mail))], [], mail.kind);

  // The search knows how to search: the same words are found where they are put.
  core.logger.debug(PLANTED);
  const planted = await leaks.found(search, null);
  assert.equal(planted.length, 1, planted.join('\n'));
  assert.match(planted[0] ?? '', /^log: zebraplanted in /);
  for (const word of [...WORDS, ...codes]) assert.equal(search.find(`said ${word} there`).size, 1, word);
});
