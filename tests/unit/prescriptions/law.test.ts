import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyLaw } from '../../../src/domain/prescriptions/law/apply-law.js';
import { LAW_ROWS } from '../../../src/domain/prescriptions/law/data.js';
import { REFUSAL_RULES } from '../../../src/domain/prescriptions/law/facts.js';
import { type LawRow, lawInForce, readLawRow } from '../../../src/domain/prescriptions/law/rules.js';
import {
  aControlledItem,
  aMonitoredItem,
  anItem,
  hoursAgo,
  lawFacts,
  type SaidOfCase,
} from '../../support/prescriptions/law-facts.js';

const rulesOf = (said: SaidOfCase) => applyLaw(lawFacts(said)).refusals.map(({ rule }) => rule);
const look = (system: string, hours = 1, outcome = 'nothing unusual') => ({
  system,
  checkedAt: hoursAgo(hours),
  outcome,
});

describe('the law of prescribing', () => {
  it('lets an ordinary prescription through, in every state', () => {
    for (const state of ['act', 'nsw', 'nt', 'qld', 'sa', 'tas', 'vic', 'wa', null] as const) {
      assert.deepEqual(applyLaw(lawFacts({ state })).refusals, [], String(state));
    }
  });

  it('lets Schedule 8 through where nothing is missing', () => {
    const monitoringCheck = look('ScriptCheckSA');
    assert.deepEqual(rulesOf({ items: [aControlledItem()], monitoringCheck }), []);
    assert.deepEqual(rulesOf({ state: 'nsw', items: [aControlledItem({ repeats: 2, repeatIntervalDays: 14 })] }), []);
  });

  it('refuses for every reason that it has, all at once, each with a sentence, its source and a place', () => {
    const unknownItem = anItem({ genericName: 'unheard-of substance', active: false }, { repeats: 12 });
    const { refusals } = applyLaw(
      lawFacts({
        state: 'qld',
        prescriber: {
          id: 'patient',
          prescriberNumber: null,
          standing: { status: 'suspended', verifiedUntil: null },
          authority: { schedule8: false, restrictedSubstances: false, expiresOn: null },
        },
        patient: { address: [] },
        visit: null,
        scheme: 'pbs',
        items: [
          unknownItem,
          aControlledItem({ repeats: 6, directions: 'as directed' }, 'methylphenidate'),
          aControlledItem({}, 'tetrahydrocannabinol'),
        ],
      }),
    );
    const all = new Set(refusals.map(({ rule }) => rule));
    assert.deepEqual(
      REFUSAL_RULES.filter((rule) => !all.has(rule)),
      ['chat_only'],
    );
    assert.deepEqual(rulesOf({ visit: { mode: 'chat' } }), ['chat_only']);
    for (const { message, source, rule } of refusals) {
      assert.match(message, /^.{20,}\.$/, rule);
      assert.ok(source.length > 10, rule);
    }
    const byPlace = refusals.map(({ rule, field }) => `${rule} ${field}`);
    assert.deepEqual([...new Set(byPlace)], byPlace, 'each once');
  });

  it('counts the prescriber’s state and the patient’s', () => {
    const items = [aMonitoredItem()];
    const nsw = { state: 'nsw' } as const;
    assert.deepEqual(rulesOf({ items, prescriber: nsw, patient: nsw }), []);
    assert.deepEqual(rulesOf({ items, prescriber: nsw, patient: { state: 'vic' } }), ['monitoring_check']);
    assert.deepEqual(rulesOf({ items, prescriber: { state: 'vic' }, patient: nsw }), ['monitoring_check']);
  });

  it('asks for what any state asks for when one of them is not known, and says so', () => {
    const items = [aControlledItem({ repeats: 1 })];
    for (const unknown of [{ patient: { state: null } }, { prescriber: { state: null } }] as const) {
      const facts = lawFacts({ state: 'nt', items, ...unknown });
      const { refusals, prescriptions } = applyLaw(facts);
      assert.deepEqual(
        refusals.map(({ rule }) => rule),
        ['s8_interval', 'monitoring_check'],
      );
      for (const { message } of refusals) assert.match(message, /is not known, so every state’s law counts\.$/);
      assert.equal(prescriptions[0]?.handwriting, true);
    }
    assert.deepEqual(rulesOf({ state: 'nt', items }), []);
  });

  it('joins what several states ask for in one refusal that names them all', () => {
    const said = { prescriber: { state: 'nsw' }, patient: { state: 'wa', birthDate: null } } as const;
    const [refusal, ...others] = applyLaw(lawFacts(said)).refusals;
    assert.deepEqual(others, []);
    assert.match(refusal?.message ?? '', /the law of New South Wales and Western Australia\.$/);
    assert.match(refusal?.source ?? '', /^NSW Health: .*; WA Health: /);
  });

  it('does not apply Australian law elsewhere', () => {
    const prescriber = { region: 'ng', registrationNumber: 'MDCN/R/10001', prescriberNumber: null } as const;
    const { refusals, prescriptions } = applyLaw(lawFacts({ prescriber, patient: { birthDate: null } }));
    assert.deepEqual(refusals, []);
    assert.deepEqual(prescriptions[0]?.prescriber.identifiers, [{ label: 'MDCN folio', value: 'MDCN/R/10001' }]);
    // No rule of that region says how long, so as short as anywhere.
    assert.equal(prescriptions[0]?.validUntil, '2026-12-19');
  });

  it('prints the Philippine numbers, the licence for dangerous drugs on those alone', () => {
    const prescriber = {
      region: 'ph',
      registrationNumber: '0012345',
      taxReceiptNumber: '7654321',
      dangerousDrugsLicence: 'S2-123',
    } as const;
    const labels = (items: SaidOfCase['items'] & object) =>
      applyLaw(lawFacts({ prescriber, items })).prescriptions[0]?.prescriber.identifiers.map(({ label }) => label);
    assert.deepEqual(labels([anItem()]), ['PRC licence', 'PTR number']);
    assert.deepEqual(labels([aControlledItem()]), ['PRC licence', 'PTR number', 'S2 licence']);
  });
});

describe('who prescribes', () => {
  it('is verified, or not yet checked where the clinic does not ask for it', () => {
    const rules = (standing: NonNullable<SaidOfCase['prescriber']>['standing'], requireVerifiedDoctors: boolean) =>
      rulesOf({ prescriber: { standing: standing ?? null }, policy: { requireVerifiedDoctors } });
    assert.deepEqual(rules(null, true), ['prescriber_verification']);
    assert.deepEqual(rules(null, false), []);
    assert.deepEqual(rules({ status: 'verified', verifiedUntil: hoursAgo(0) }, false), ['prescriber_verification']);
  });

  it('has authority for Schedule 8 up to its last day', () => {
    const rules = (expiresOn: string | null) =>
      rulesOf({
        items: [aControlledItem()],
        monitoringCheck: look('ScriptCheckSA'),
        prescriber: { authority: { schedule8: true, restrictedSubstances: false, expiresOn } },
      });
    assert.deepEqual([rules(null), rules('2026-11-20')], [[], []]);
    assert.deepEqual(rules('2026-11-19'), ['s8_authority_to_prescribe']);
  });

  it('may have a prescriber number whose check digit does not agree, not one of another form', () => {
    assert.deepEqual(rulesOf({ prescriber: { prescriberNumber: '2425738' } }), []);
    assert.deepEqual(rulesOf({ prescriber: { prescriberNumber: '242573' } }), ['prescriber_number']);
  });

  it('is designated by the registration where no qualifications are given', () => {
    const of = (registrationNumber: string, qualifications: string | null) =>
      applyLaw(lawFacts({ prescriber: { registrationNumber, qualifications } })).prescriptions[0]?.prescriber
        .qualifications;
    assert.equal(of('MED0001234567', null), 'Medical practitioner');
    assert.equal(of('MED0001234567', 'MBBS, FRACGP'), 'MBBS, FRACGP');
    assert.equal(of('CHI0001234567', ' '), null);
  });
});

describe('a consultation', () => {
  it('has begun, and did not end longer ago than the clinic allows', () => {
    assert.deepEqual(rulesOf({ visit: { hasBegun: false } }), ['consultation_missing']);
    assert.deepEqual(rulesOf({ visit: { endedAt: null } }), []);
    assert.deepEqual(rulesOf({ visit: { endedAt: hoursAgo(7 * 24) } }), []);
    assert.deepEqual(rulesOf({ visit: { endedAt: hoursAgo(7 * 24 + 1) } }), ['consultation_missing']);
    assert.deepEqual(rulesOf({ visit: { mode: null } }), ['consultation_missing']);
  });

  it('by chat alone needs a reason', () => {
    assert.deepEqual(rulesOf({ visit: { mode: 'chat', chatOnlyReason: 'The patient cannot speak.' } }), []);
    assert.deepEqual(rulesOf({ visit: { mode: 'phone' } }), []);
  });
});

describe('an item', () => {
  it('has a schedule that is derived anew, whatever its version says', () => {
    const item = aControlledItem();
    const stale = { ...item, drug: { ...item.drug, schedule: 'S4' as const } };
    const [refusal] = applyLaw(lawFacts({ state: 'nt', items: [stale] })).refusals;
    assert.equal(refusal?.rule, 'schedule_unknown');
    assert.match(refusal?.message ?? '', /kept as S4, and by its ingredients it is S8/);
    assert.equal(applyLaw(lawFacts({ items: [stale] })).prescriptions[0]?.specialFlags.controlledSubstance, true);
  });

  it('whose schedule cannot be derived counts as what a person has stated', () => {
    const unknown = { genericName: 'unheard-of substance' };
    assert.deepEqual(rulesOf({ items: [anItem(unknown)] }), ['schedule_unknown']);
    assert.deepEqual(rulesOf({ items: [anItem({ ...unknown, schedule: 'S4' })] }), []);
  });

  it('of a version before the law knew its schedule is written again first', () => {
    const item = anItem();
    const items = [{ ...item, drug: { ...item.drug, schedule: null } }];
    assert.deepEqual(rulesOf({ items }), ['schedule_unknown']);
  });

  it('has directions that say something, in a notation that harms nobody', () => {
    const rules = (directions: string) => rulesOf({ items: [anItem({}, { directions })] });
    for (const bad of ['Use as directed.', '  ', 'Take one capsule QD'])
      assert.deepEqual(rules(bad), ['directions'], bad);
    assert.deepEqual(rules('Take one capsule every morning'), []);
  });

  it('has at most as many repeats as the clinic allows, of Schedule 8 fewer', () => {
    const controlled = (repeats: number) => ({
      state: 'nsw' as const,
      policy: { s8MaxRepeats: 0 },
      items: [aControlledItem({ repeats, repeatIntervalDays: 7 })],
    });
    assert.deepEqual(rulesOf({ items: [anItem({}, { repeats: 11 })] }), []);
    assert.deepEqual(rulesOf({ items: [anItem({}, { repeats: 12 })] }), ['max_repeats']);
    assert.deepEqual(rulesOf(controlled(0)), []);
    assert.deepEqual(rulesOf(controlled(1)), ['s8_repeats']);
  });
});

describe('a look at a register of monitored medicines', () => {
  const items = [aMonitoredItem()];
  const rules = (monitoringCheck: SaidOfCase['monitoringCheck'] & object) =>
    rulesOf({ prescriber: { state: 'qld' }, patient: { state: 'vic' }, items, monitoringCheck });

  it('names the register of every state that asks for it', () => {
    assert.deepEqual(rules(look('QScript and SafeScript')), []);
    assert.deepEqual(rules(look('QScript')), ['monitoring_check']);
    assert.deepEqual(rules(look('QScript, SafeScript NSW')), ['monitoring_check']);
  });

  it('is not older than 24 hours, not in the future, and has an outcome', () => {
    const both = 'q-script / safe script';
    assert.deepEqual(rules(look(both, 24)), []);
    for (const bad of [look(both, 24.01), look(both, -0.01), look(both, 1, ' '), look(' ')]) {
      assert.deepEqual(rules(bad), ['monitoring_check']);
    }
  });

  it('may be of any register where the state is not known', () => {
    const said = { state: 'nsw', patient: { state: null }, items } as const;
    assert.deepEqual(rulesOf({ ...said, monitoringCheck: look('SafeScript NSW') }), []);
    assert.deepEqual(rulesOf(said), ['monitoring_check']);
  });
});

describe('a permit of a state', () => {
  it('stands on the prescription that needs it, by its number', () => {
    const said = {
      state: 'qld',
      items: [anItem(), aControlledItem({}, 'methylphenidate')],
      monitoringCheck: look('QScript'),
      stateApprovalNumber: ' 1234 ',
    } as const;
    const { refusals, prescriptions } = applyLaw(lawFacts(said));
    assert.deepEqual(refusals, []);
    assert.deepEqual(
      prescriptions.map(({ marks }) => marks),
      [[], ['State approval number 1234']],
    );
  });

  it('is for buprenorphine under the tongue in Queensland, not for its patches', () => {
    const rules = (form: string, strength: string) =>
      rulesOf({
        state: 'qld',
        items: [anItem({ genericName: 'buprenorphine', form, strength })],
        monitoringCheck: look('QScript'),
      });
    assert.deepEqual(rules('sublingual tablet', '2 mg'), ['state_approval']);
    assert.deepEqual(rules('transdermal patch', '5 microgram/hour'), []);
  });

  it('is asked for below 18 years in Western Australia, for cannabis of Schedule 8', () => {
    const rules = (birthDate: string) =>
      rulesOf({
        state: 'wa',
        patient: { birthDate },
        items: [
          anItem({ genericName: 'nabiximols', strength: '1 dose', form: 'oromucosal spray', brandName: 'Sativex' }),
        ],
        monitoringCheck: look('ScriptCheckWA'),
      });
    assert.deepEqual(rules('2008-11-20'), []);
    assert.deepEqual(rules('2008-11-21'), ['state_approval']);
  });
});

describe('what a scheme asks for', () => {
  it('is printed for that scheme alone', () => {
    const patient = { medicareNumber: '2222222201', veteranNumber: 'NX123456', concessionNumber: 'C1' };
    const shown = (scheme: 'private' | 'pbs' | 'rpbs') => {
      const { refusals, prescriptions } = applyLaw(lawFacts({ scheme, patient }));
      assert.deepEqual(refusals, []);
      const [first] = prescriptions;
      return [first?.marks, first?.patientIdentifiers.map(({ label }) => label)];
    };
    assert.deepEqual(shown('private'), [[], []]);
    assert.deepEqual(shown('pbs'), [['PBS'], ['Medicare number', 'Concession number']]);
    assert.deepEqual(shown('rpbs'), [['RPBS'], ['DVA file number', 'Concession number']]);
  });

  it('is an authority code where the doctor says that one is required', () => {
    const specialHandling = { authorityRequired: true };
    assert.deepEqual(rulesOf({ specialHandling }), ['scheme_details']);
    assert.deepEqual(rulesOf({ specialHandling, items: [anItem({}, { authorityCode: 'AUTH12345' })] }), []);
  });
});

describe('the law of a day', () => {
  const row = (said: Partial<LawRow>): LawRow => {
    const read = readLawRow({
      rule: 'validity_months',
      region: 'au',
      effectiveFrom: null,
      effectiveTo: null,
      source: 'a test',
      value: 12,
      ...said,
    });
    assert.ok(read);
    return read;
  };
  const months = (rows: readonly LawRow[], on: string) => lawInForce(rows, on).map(({ value }) => value);

  it('is the row that took effect last; a later row takes the place of an earlier one', () => {
    const rows = [row({ effectiveFrom: '2027-01-01', value: 24 }), row({})];
    assert.deepEqual(months(rows, '2026-12-31'), [12]);
    assert.deepEqual(months(rows, '2027-01-01'), [24]);
  });

  it('ends with a row’s last day, and nothing comes back', () => {
    const rows = [row({}), row({ effectiveFrom: '2027-01-01', effectiveTo: '2027-06-30', value: 24 })];
    assert.deepEqual(months(rows, '2027-06-30'), [24]);
    assert.deepEqual(months(rows, '2027-07-01'), []);
  });

  it('has rows in which dates, sources and keys are in order', () => {
    for (const { effectiveFrom, effectiveTo, source } of LAW_ROWS) {
      for (const day of [effectiveFrom, effectiveTo]) assert.match(day ?? '2000-01-01', /^\d{4}-\d{2}-\d{2}$/);
      assert.ok(source.length > 10);
    }
    assert.equal(new Set(LAW_ROWS.map(({ rule, region }) => `${rule} ${region}`)).size, LAW_ROWS.length);
    // The first law of a day before all of these is shorter: rows that begin later do not count.
    assert.equal(
      lawInForce(LAW_ROWS, '2019-01-01').length,
      LAW_ROWS.filter((one) => one.effectiveFrom === null).length,
    );
  });

  it('is read only in the form of its rule', () => {
    const wrong: readonly Readonly<Record<string, unknown>>[] = [
      { rule: 'validity_months', value: '12' },
      { rule: 'validity_months', value: 0 },
      { rule: 'validity_months', value: 1.5 },
      { rule: 'no_such_rule', value: 12 },
      { rule: 'toString', value: 12 },
      { region: 'au-xyz' },
      { rule: 'handwriting', value: ['S5'] },
      { rule: 'handwriting', value: 'S8' },
      { rule: 'monitoring_check', value: { register: 'QScript' } },
      { rule: 'monitoring_check', value: { register: 'QScript', of: ['S8'], more: 1 } },
      { rule: 'state_approval', value: [{ route: 'oral' }] },
      { rule: 'state_approval', value: [{ substance: 'methadone', route: 'by post' }] },
      { rule: 'minors_approval', value: { years: 18, medicines: ['methadone'] } },
    ];
    const base = {
      rule: 'validity_months',
      region: 'au',
      effectiveFrom: null,
      effectiveTo: null,
      source: 's',
      value: 12,
    };
    for (const said of wrong) assert.equal(readLawRow({ ...base, ...said }), null, JSON.stringify(said));
    assert.ok(readLawRow({ ...base, rule: 'state_approval', value: [{ substance: 'methadone', route: 'oral' }] }));
    assert.ok(readLawRow({ ...base, rule: 'handwriting', value: [] }));
  });
});
