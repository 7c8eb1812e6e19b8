import type { PrintedIdentifier } from '../content.js';
import type { SplitPrescription } from './facts.js';
import { type Case, isOfKind, type JudgedItem } from './judged.js';
import { qualificationsOf, REGISTER_LABELS } from './people.js';
import { approvalRows } from './registers.js';
import { validUntil } from './validity.js';

/** Without a rule nobody knows how long a prescription is good: as long as the shortest that is in use. */
const MONTHS_WITHOUT_RULE = 1;

/** The items of a request as the prescriptions that law and schemes make of them, in the order of the request. */
export function splitPrescriptions(judged: Case): readonly SplitPrescription[] {
  return groupsOf(judged).map((group) => splitOf(judged, group));
}

/** Items that stand alone, each by itself; the others together, in forms of so many as the scheme allows. */
function groupsOf({ law, facts, items }: Case): readonly (readonly JudgedItem[])[] {
  const { scheme } = facts;
  const most =
    scheme === 'private' ? Number.POSITIVE_INFINITY : Math.min(...law('scheme_items').map(({ value }) => value));
  const isAuthority = law('authority_alone').some(({ value }) => value.includes(scheme));
  const groups: JudgedItem[][] = [];
  let open: JudgedItem[] | null = null;
  for (const item of items) {
    const hasCode = item.authorityCode !== null || item.streamlinedCode !== null;
    if ((isAuthority && hasCode) || law('alone').some(({ value }) => isOfKind(item, value))) {
      groups.push([item]);
    } else if (open !== null && open.length < most) {
      open.push(item);
    } else {
      open = [item];
      groups.push(open);
    }
  }
  return groups;
}

function splitOf(judged: Case, group: readonly JudgedItem[]): SplitPrescription {
  const { law, facts } = judged;
  const isControlled = group.some(({ schedule }) => schedule === 'S8');
  const months = law(isControlled ? 'validity_months_s8' : 'validity_months').map(({ value }) => value);
  return {
    items: group.map(({ at }) => at),
    validUntil: validUntil(facts.writtenOn, months.length > 0 ? Math.min(...months) : MONTHS_WITHOUT_RULE),
    handwriting: law('handwriting').some(({ value }) => group.some((item) => isOfKind(item, value))),
    marks: marksOf(judged, group),
    prescriber: { qualifications: qualificationsOf(judged), identifiers: prescriberIdentifiers(judged, group) },
    patientIdentifiers: patientIdentifiers(judged),
    restrictions: {
      noRepeats: group.every(({ repeats }) => repeats === 0),
      pharmacistVerificationRequired: isControlled,
      patientIdVerificationRequired: isControlled,
    },
    specialFlags: {
      controlledSubstance: isControlled,
      schedule: Math.max(0, ...group.map(({ schedule }) => Number(schedule?.slice(1)) || 0)) || null,
      authorityCode: group.map(({ authorityCode }) => authorityCode).find((code) => code !== null) ?? null,
      auditRequired: isControlled,
    },
  };
}

function marksOf(judged: Case, group: readonly JudgedItem[]): readonly string[] {
  const { law, facts } = judged;
  const { scheme, prescriber, stateApprovalNumber } = facts;
  const isOf = (kinds: Parameters<typeof isOfKind>[1]) => group.some((item) => isOfKind(item, kinds));
  const isAuthority = scheme !== 'private' && group.some(({ authorityCode }) => authorityCode !== null);
  return [
    ...(scheme === 'private' ? [] : [scheme.toUpperCase()]),
    ...(isAuthority ? ['Authority prescription'] : []),
    ...(stateApprovalNumber !== null && group.some((item) => approvalRows(judged, item).length > 0)
      ? [`State approval number ${stateApprovalNumber.trim()}`]
      : []),
    ...law('interstate_mark')
      .filter(({ value, region }) => region !== `au-${prescriber.state}` && isOf(value.of))
      .map(({ value }) => value.text),
  ];
}

function prescriberIdentifiers({ law, facts }: Case, group: readonly JudgedItem[]): readonly PrintedIdentifier[] {
  const { registrationNumber, prescriberNumber, taxReceiptNumber, dangerousDrugsLicence } = facts.prescriber;
  const isAsked = (rule: 'prescriber_tax_receipt' | 'prescriber_dangerous_drugs_licence') =>
    law(rule).some(({ value }) => group.some((item) => isOfKind(item, value)));
  const register = law('prescriber_registration').at(0)?.value;
  return printed([
    [register ? REGISTER_LABELS[register] : 'Registration', registrationNumber],
    ['Prescriber number', law('prescriber_number').length > 0 ? prescriberNumber : null],
    ['PTR number', isAsked('prescriber_tax_receipt') ? taxReceiptNumber : null],
    ['S2 licence', isAsked('prescriber_dangerous_drugs_licence') ? dangerousDrugsLicence : null],
  ]);
}

/** Only what the scheme needs: a private prescription carries no number of its patient. */
function patientIdentifiers({ law, facts }: Case): readonly PrintedIdentifier[] {
  const { scheme, patient } = facts;
  const isAsked = (rule: 'medicare_number' | 'veteran_number') => law(rule).some(({ value }) => value.includes(scheme));
  return printed([
    ['Medicare number', isAsked('medicare_number') ? patient.medicareNumber : null],
    ['DVA file number', isAsked('veteran_number') ? patient.veteranNumber : null],
    ['Concession number', scheme === 'private' ? null : patient.concessionNumber],
  ]);
}

function printed(rows: readonly (readonly [label: string, value: string | null])[]): readonly PrintedIdentifier[] {
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}
