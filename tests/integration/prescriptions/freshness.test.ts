import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { factorFreshMs } from '../../../src/composition/prescriptions.js';
import { ApiClient, type Reply } from '../../support/client.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';
import { codeAt, setUpFactors } from '../../support/second-factors.js';

const P = '/api/v1/prescriptions/';

let surgery: Surgery;
let drug: string;
before(async () => {
  surgery = await Surgery.open({
    ...{ REQUIRE_MFA_TO_PRESCRIBE: 'true', PRESCRIBE_FRESHNESS: '10m', POLICY_DOCUMENT_REMINDER: '0s' },
  });
  drug = await surgery.drug('Amoxicillin 500 mg capsule, 20');
});
after(() => surgery.close());

const aBody = ({ patient }: Consultation, changes: object = {}) => ({
  ...{ patient: patient.id, consultation_mode: 'video' },
  prescribed_drugs: [
    {
      ...{ drug, quantity: 20, repeats: 0 },
      dosage_instructions: 'Take one capsule three times a day until all are taken.',
    },
  ],
  ...changes,
});

/** Signs in by password alone. */
async function signIn({ doctor: { email, password } }: Consultation): Promise<string> {
  const { apiUrl } = surgery.stage.clinic;
  const reply = await ApiClient.anonymous(apiUrl).post('/api/v1/users/login/', { email, password });
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  return reply.body.access;
}

/** As if the doctor had given their code this long ago. */
const proved = ({ doctor }: Consultation, ago: string) =>
  surgery.stage.sql('update sessions set factor_proved_at = now() - $2::interval where user_id = $1', [doctor.id, ago]);
const stored = async ({ patient }: Consultation) =>
  (await surgery.stage.sql('select 1 from prescriptions where patient_id = $1', [patient.id])).length;

function assertRefused(reply: Reply<Record<string, unknown>>, what: string): void {
  const said = [reply.status, reply.body.code, reply.body.methods];
  assert.deepEqual(said, [403, 'reauthentication_required', ['code']], `${what}: ${JSON.stringify(reply.body)}`);
}

test('a doctor without a second factor prescribes nothing, and is told to set one up', async () => {
  const visit = await surgery.consultation();
  const reply = await visit.api.post(P, aBody(visit));
  assertRefused(reply, 'issuing');
  assert.match(reply.body.error, /authenticator app/);
  assert.equal(await stored(visit), 0);
});

test('issuing, a draft’s issue, cancelling and superseding need a code of a moment ago; all else does not', async () => {
  const visit = await surgery.consultation();
  const { apiUrl } = surgery.stage.clinic;
  const token = await signIn(visit);
  const { secret } = await setUpFactors(apiUrl, token);
  const before = ApiClient.withToken(apiUrl, token, visit.doctor);
  const key = randomUUID();
  const issued = await before.insist(P, aBody(visit), key);
  assert.equal(issued.status, 201, JSON.stringify(issued.body));
  const path = `${P}${issued.body.id}/`;
  await surgery.delivered(before, issued.body.id);

  await proved(visit, '11 minutes');
  const draft = await before.post(P, aBody(visit, { is_final: false }));
  assert.equal(draft.status, 201, JSON.stringify(draft.body));
  const gated: Readonly<Record<string, (api: ApiClient) => Promise<Reply>>> = {
    superseding: (api) => api.insist(`${path}supersede/`, { ...aBody(visit), reason: 'Another dose' }),
    'issuing a draft': (api) => api.insist(`${P}${draft.body.id}/issue/`, { version: 1 }),
    issuing: (api) => api.insist(P, aBody(visit)),
  };
  const cancel = (api: ApiClient) => api.post(`${path}cancel/`, { reason: 'The wrong strength' });
  for (const [what, ask] of Object.entries({ ...gated, cancelling: cancel })) assertRefused(await ask(before), what);
  assert.equal(await stored(visit), 1);
  assert.equal((await before.get(path)).body.status, 'active');
  assert.equal((await before.post(`${P}checks/`, aBody(visit))).status, 200);
  assert.equal((await before.post(`${path}paper/`, {})).status, 200);
  assert.equal((await before.insist(`${path}resend/`, {})).status, 200);
  assert.equal((await before.post(P, aBody(visit), key)).status, 201, 'a repeat issues nothing');

  const code = codeAt(secret, new Date(), 1);
  const again = await before.post('/api/v1/users/reauthenticate/', { code });
  assert.equal(again.status, 200, JSON.stringify(again.body));
  const fresh = ApiClient.withToken(apiUrl, again.body.access, visit.doctor);
  for (const [what, ask] of Object.entries(gated)) {
    const reply = await ask(fresh);
    assert.equal(reply.status, 201, `${what}: ${JSON.stringify(reply.body)}`);
  }
  const other = await fresh.get(`${P}?status=active`);
  const cancelled = await fresh.insist(`${P}${other.body[0].id}/cancel/`, { reason: 'The wrong strength' });
  assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body));
});

test('a code counts as long as the setting says', async () => {
  const visit = await surgery.consultation();
  const { apiUrl } = surgery.stage.clinic;
  const token = await signIn(visit);
  await setUpFactors(apiUrl, token);
  const api = ApiClient.withToken(apiUrl, token, visit.doctor);
  await proved(visit, '9 minutes');
  assert.equal((await api.insist(P, aBody(visit))).status, 201);
  await proved(visit, '10 minutes 1 second');
  assertRefused(await api.post(P, aBody(visit)), 'a second later');
});

test('where nobody has said so, an installation asks for it and the embedded one does not', () => {
  const [PRESCRIBE_FRESHNESS, unsaid] = [900_000, undefined];
  const rows = [
    [true, unsaid, null],
    [true, true, PRESCRIBE_FRESHNESS],
    [false, unsaid, PRESCRIBE_FRESHNESS],
    [false, false, null],
  ] as const;
  for (const [KEEPWELL_EMBEDDED, REQUIRE_MFA_TO_PRESCRIBE, wanted] of rows)
    assert.equal(factorFreshMs({ KEEPWELL_EMBEDDED, REQUIRE_MFA_TO_PRESCRIBE, PRESCRIBE_FRESHNESS }), wanted);
});
