import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../../src/domain/actor.js';
import { type ApiClient, until } from '../../support/client.js';
import type { Person } from '../../support/clinic.js';
import { Approvals } from '../../support/prescriptions/approvals.js';
import { type Consultation, Surgery } from '../../support/prescriptions/surgery.js';

const P = '/api/v1/prescriptions/';

let surgery: Surgery;
let approvals: Approvals;
let admin: ApiClient;

before(async () => {
  surgery = await Surgery.open({ POLICY_DOCUMENT_REMINDER: '0s' });
  approvals = await Approvals.at(surgery);
  admin = await surgery.stage.signIn('admin');
});
after(() => surgery?.close());

describe('prescribing medicinal cannabis', () => {
  let oil: string;
  let registered: string;
  let balanced: string;

  before(async () => {
    const named = async (brand: string | null) => {
      const [row] = await surgery.stage.sql<{ id: string }>(
        "select id from drugs where clinic_id is null and generic_name = 'cannabidiol' and brand_name is not distinct from $1",
        [brand],
      );
      assert.ok(row, 'the starter formulary has cannabidiol');
      return row.id;
    };
    [oil, registered] = [await named(null), await named('Epidyolex')];
    const added = await admin.post('/api/v1/drugs/', {
      ...{ generic_name: 'cannabidiol + tetrahydrocannabinol', strength: '10 mg/mL + 10 mg/mL', form: 'oral drops' },
      pack: { size: 30, unit: 'mL' },
    });
    assert.deepEqual([added.status, added.body.schedule], [201, 'S8'], JSON.stringify(added.body));
    balanced = added.body.id;
  });

  /** What a doctor sends, with an answer to every alert. */
  async function wanted({ api, patient }: Pick<Consultation, 'api' | 'patient'>, drug = oil, quantity = 100) {
    const item = { drug, dosage_instructions: 'Take 1 mL twice a day.', quantity, repeats: 0 };
    const body = { patient: patient.id, prescribed_drugs: [item], consultation_mode: 'video' };
    const { checks, alerts } = (await api.post(`${P}checks/`, body)).body;
    const reason = 'Weighed with the patient';
    const overrides = alerts.map(({ key }: { key: string }) => ({ key, reason }));
    const open = ['allergy', 'interaction'].filter((check) => checks[check].state !== 'clear');
    const acknowledged_checks = open.map((check) => ({ check, reason }));
    return { ...body, overrides, acknowledged_checks };
  }
  const issue = ({ api }: Consultation, body: object) => api.post(P, body);
  const prescribe = async (visit: Consultation, drug = oil, quantity = 100) =>
    issue(visit, await wanted(visit, drug, quantity));
  type Asked = Awaited<ReturnType<typeof prescribe>>;
  const assertIssued = ({ status, body }: Asked) => assert.equal(status, 201, JSON.stringify(body));
  const assertRefused = ({ status, body }: Asked, why: RegExp) => {
    assert.deepEqual(
      [status, body.rules?.map(({ rule }: { rule: string }) => rule)],
      [400, ['cannabis_approval']],
      JSON.stringify(body),
    );
    assert.match(body.rules[0].message, why);
  };

  it('needs an approval of this doctor for this patient, of the category and dose form, on this day', async () => {
    const visit = await surgery.consultation();
    assertIssued(await prescribe(visit, registered));
    assertRefused(await prescribe(visit), /There is none\./);
    const colleague = await surgery.prescriber();
    const neighbour = await surgery.consultation(visit.doctor);
    await approvals.approved(visit, { doctor: colleague.id }, admin);
    await approvals.approved(neighbour);
    assertRefused(await prescribe(visit), /There is none\./);
    await approvals.approved(visit, { approved_on: approvals.day(-20), expires_on: approvals.day(-1) });
    assertRefused(await prescribe(visit), /The approval ended on/);
    await approvals.approved(visit, { approved_on: approvals.day(1), expires_on: approvals.day(2) });
    assertRefused(await prescribe(visit), /The approval counts from/);
    await approvals.approved(visit, { category: 2, expires_on: approvals.day(3) });
    assertRefused(await prescribe(visit), /The approval is for category 2, and this is of category 1\./);
    await approvals.approved(visit, { dose_form: 'capsule', expires_on: approvals.day(4) });
    assertRefused(await prescribe(visit), /The approval is for another dose form\./);
    await approvals.approved(visit, { approved_on: approvals.day(), expires_on: approvals.day() });
    assertIssued(await prescribe(visit));
  });

  it('is refused from the day on from which the approval was withdrawn', async () => {
    const visit = await surgery.consultation();
    const { id } = await approvals.approved(visit);
    assertIssued(await prescribe(visit));
    await approvals.withdraw(visit.api, id, approvals.day());
    assertRefused(await prescribe(visit), /The approval was withdrawn on/);
    const next = await surgery.consultation();
    await approvals.withdraw(next.api, (await approvals.approved(next)).id, approvals.day(1));
    assertIssued(await prescribe(next));
  });

  it('of another category needs another approval, also of what a clinic has added to its formulary', async () => {
    const visit = await surgery.consultation();
    await approvals.approved(visit);
    assertRefused(await prescribe(visit, balanced, 30), /The approval is for category 1, and this is of category 3\./);
    const everybody = { access_path: 'authorised_prescriber', patient: undefined, category: 3 };
    await approvals.approved(visit, everybody);
    assertIssued(await prescribe(visit, balanced, 30));
    assertIssued(await prescribe(await surgery.consultation(visit.doctor), balanced, 30));
    assertRefused(await prescribe(await surgery.consultation(), balanced, 30), /There is none\./);
  });

  /** Locks of a doctor's approvals, those that are held or those that are waited for. */
  async function locks(doctor: Person, mode: 'ShareLock' | 'ExclusiveLock', granted: boolean): Promise<number> {
    const key = `approvals/${surgery.stage.clinic.clinicId}/${doctor.id}`;
    const rows = await surgery.stage.sql(
      `select 1 from pg_locks where locktype = 'advisory' and mode = $2 and granted = $3
          and (classid::bigint << 32) | objid::bigint = hashtextextended($1, 0)`,
      [key, mode, granted],
    );
    return rows.length;
  }

  /** Does something while a transaction of the test holds a row. */
  async function holding<T>(sql: string, values: readonly unknown[], work: () => Promise<T>): Promise<T> {
    const client = await surgery.stage.clinic.core.pool.connect();
    try {
      await client.query('begin');
      await client.query(sql, [...values]);
      return await work();
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  it('waits for a withdrawal that is under way, and obeys it', async () => {
    const visit = await surgery.consultation();
    const [{ id }, body] = [await approvals.approved(visit), await wanted(visit)];
    const lock = 'select 1 from cannabis_approvals where id = $1 for update';
    const both = await holding(lock, [id], async () => {
      const withdrawing = approvals.withdraw(visit.api, id);
      await until('the withdrawal', async () => (await locks(visit.doctor, 'ExclusiveLock', true)) === 1);
      const prescribing = issue(visit, body);
      await until('whoever prescribes', async () => (await locks(visit.doctor, 'ShareLock', false)) === 1);
      return [withdrawing, prescribing] as const;
    });
    const [withdrawn, asked] = await Promise.all(both);
    assert.equal(withdrawn.status, 200, JSON.stringify(withdrawn.body));
    assertRefused(asked, /The approval was withdrawn on/);
  });

  it('holds the approval until its transaction ends: a withdrawal at that moment comes afterwards', async () => {
    const visit = await surgery.consultation();
    const { id } = await approvals.approved(visit);
    const { core, clinicId } = surgery.stage.clinic;
    const of = { clinicId, doctorId: visit.doctor.id, patientId: visit.patient.id };
    // What the transaction that issues does between reading the approvals and its commit.
    const withdrawing = await core.unitOfWork.withScope(SYSTEM, async ({ cannabisApprovals }) => {
      const [found] = await cannabisApprovals.listHeld(of);
      assert.deepEqual([found?.category, found?.withdrawnOn], [1, null]);
      const answer = approvals.withdraw(visit.api, id);
      await until('the withdrawal', async () => (await locks(visit.doctor, 'ExclusiveLock', false)) === 1);
      assert.deepEqual(await cannabisApprovals.listHeld(of), [found]);
      return { answer };
    });
    const { status, body } = await withdrawing.answer;
    assert.equal(status, 200, JSON.stringify(body));
    assertRefused(await prescribe(visit), /The approval was withdrawn on/);
  });
});
