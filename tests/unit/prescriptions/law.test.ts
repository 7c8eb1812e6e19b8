import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyLaw } from '../../../src/domain/prescriptions/law/apply-law.js';
import { REFUSAL_RULES } from '../../../src/domain/prescriptions/law/facts.js';
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

  it('takes the whole prescription for controlled where Schedule 8 may stand beside other medicines', () => {
    const prescriber = { region: 'ng', registrationNumber: 'MDCN/R/10001' } as const;
    const { prescriptions } = applyLaw(lawFacts({ prescriber, items: [anItem(), aControlledItem()] }));
    assert.deepEqual(
      prescriptions.map(({ items, specialFlags, restrictions }) => [
        ...[items, specialFlags.schedule, specialFlags.controlledSubstance],
        ...[restrictions.pharmacistVerificationRequired, restrictions.patientIdVerificationRequired],
      ]),
      [[[0, 1], 8, true, true, true]],
    );
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

  it('is monitored by the table of ingredients, and by its schedule, whatever its version says', () => {
    const asked = { rule: 'monitoring_check', region: 'au-nt', source: 'a test' } as const;
    const value = { register: 'NTScript', of: ['monitored'] } as const;
    const law = [...lawFacts().law, { ...asked, effectiveFrom: null, effectiveTo: null, value }];
    for (const item of [aMonitoredItem(), anItem({ genericName: 'unheard-of substance', schedule: 'S8' })]) {
      const stale = { ...item, drug: { ...item.drug, monitored: false } };
      assert.deepEqual(rulesOf({ state: 'nt', law, items: [stale] }), ['monitoring_check'], item.drug.name);
    }
  });

  it('whose schedule cannot be derived counts as what a person has stated; what is derived counts before it', () => {
    const unknown = { genericName: 'unheard-of substance' };
    assert.deepEqual(rulesOf({ items: [anItem(unknown)] }), ['schedule_unknown']);
    assert.deepEqual(rulesOf({ items: [anItem({ ...unknown, schedule: 'S4' })] }), []);
    const item = aControlledItem();
    const stated = { ...item, drug: { ...item.drug, statedSchedule: 'S4' as const, schedule: 'S4' as const } };
    assert.deepEqual(rulesOf({ state: 'nt', items: [stated] }), ['schedule_unknown']);
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
    const policy = { maxRepeats: 1, s8MaxRepeats: 5 };
    const items = [aControlledItem({ repeats: 2, repeatIntervalDays: 7 })];
    assert.deepEqual(rulesOf({ state: 'nsw', policy, items }), ['s8_repeats'], 'never more than of other medicines');
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
    for (const hours of [0, 24]) assert.deepEqual(rules(look(both, hours)), []);
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

const SATIVEX = anItem({
  ...{ genericName: 'nabiximols', strength: '1 dose', form: 'oromucosal spray', brandName: 'Sativex' },
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
    const rules = (birthDate: string | null) =>
      rulesOf({ state: 'wa', patient: { birthDate }, items: [SATIVEX], monitoringCheck: look('ScriptCheckWA') });
    assert.deepEqual(rules('2008-11-20'), []);
    assert.deepEqual(rules('2008-11-21'), ['state_approval']);
    assert.deepEqual(rules(null), ['patient_details', 'state_approval'], 'nobody can say that they are of age');
  });

  it('lets doctors who practise in Tasmania prescribe cannabis of Schedule 8 there, and no others', () => {
    const rules = (state: 'tas' | 'nsw') =>
      rulesOf({
        prescriber: { state },
        patient: { state: 'tas' },
        items: [SATIVEX],
        monitoringCheck: look('TasScript'),
        stateApprovalNumber: '1234',
      });
    assert.deepEqual(rules('tas'), []);
    assert.deepEqual(rules('nsw'), ['state_approval']);
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
    for (const code of [{ authorityCode: 'AUTH12345' }, { streamlinedCode: '12345' }]) {
      assert.deepEqual(rulesOf({ specialHandling, items: [anItem(), anItem({}, code)] }), [], JSON.stringify(code));
    }
  });
});
