import type { PrescribedItem } from '../item.js';
import { approvalProblem, cannabisOfItem, type RecordedApproval } from './cannabis.js';
import type { LawFacts, LawRefusal } from './facts.js';
import { type Case, itemField, type JudgedItem, refusal } from './judged.js';

/**
 * The approval under which an item is prescribed: one that its doctor names, else the first that covers it; null where none covers it, or no
 * rule asks for one.
 */
export function neededApproval(judged: Case, item: JudgedItem): RecordedApproval | null {
  return approvalRows(judged, item).length === 0 ? null : coveringApproval(judged.facts, item);
}

/**
 * Medicinal cannabis that is not registered needs an approval for its category and dose form (TGA, Special Access Scheme). One that a doctor
 * names for a medicine that needs none has to cover it all the same: else they mean another medicine or another approval.
 */
export function approvalRefusals(judged: Case, item: JudgedItem): readonly LawRefusal[] {
  const { facts } = judged;
  if (coveringApproval(facts, item) !== null) return [];
  const field = itemField(item, fieldOf(item));
  const [name, why] = [item.drug.name, whyNone(facts, item)];
  const rows = approvalRows(judged, item);
  if (rows.length > 0) {
    const sentence = `${name} is not registered and needs an approval for this patient or as authorised prescriber. ${why}`;
    return [refusal('cannabis_approval', rows, sentence, field)];
  }
  if (fieldOf(item) === 'medicine') return [];
  const message = `${name} needs no approval, and the one that is named does not cover it. ${why} Leave it out.`;
  return [{ rule: 'cannabis_approval', message, source: 'The request (approval, approval_number)', field }];
}

/** The rows of the law that ask for an approval of the item. */
function approvalRows({ law, facts }: Case, item: JudgedItem) {
  if (askedOf(facts, item) === null) return [];
  const brand = item.drug.brandName?.trim().toLowerCase() ?? '';
  return law('cannabis_approval').filter(({ value }) => !value.registered.some((name) => name.toLowerCase() === brand));
}

function coveringApproval(facts: LawFacts, item: PrescribedItem): RecordedApproval | null {
  const asked = askedOf(facts, item);
  return approvalsNamed(facts, item).find((approval) => asked !== null && problemOf(approval, asked) === null) ?? null;
}

/** Why no approval covers the item. */
function whyNone(facts: LawFacts, item: PrescribedItem): string {
  const asked = askedOf(facts, item);
  if (asked === null) return 'There is no cannabis in it.';
  const [first] = approvalsNamed(facts, item);
  if (first) return problemOf(first, asked) ?? '';
  const number = item.product?.approval.number ?? null;
  return number === null ? 'There is none.' : `None of them has the number ${number}.`;
}

/** What an approval has to cover. */
type Asked = NonNullable<ReturnType<typeof askedOf>>;

function askedOf({ prescriber, patient, writtenOn }: LawFacts, item: PrescribedItem) {
  const cannabis = cannabisOfItem(item);
  return cannabis && { ...cannabis, doctorId: prescriber.id, patientId: patient.id, on: writtenOn };
}

function problemOf(approval: RecordedApproval, { category, doseForm, ...asked }: Asked): string | null {
  if (category === null) return 'The category of this medicine is not known.';
  if (doseForm === null) return 'The dose form of this medicine is not known.';
  return approvalProblem(approval, { ...asked, category, doseForm });
}

/** Those that the doctor means: by id, by number, or any. */
function approvalsNamed({ approvals }: LawFacts, { product }: PrescribedItem): readonly RecordedApproval[] {
  const { id = null, number = null } = product?.approval ?? {};
  return approvals.filter(
    (approval) =>
      (id === null || approval.id === id) && (number === null || folded(approval.approvalRef) === folded(number)),
  );
}

/** References are compared without blanks and case: doctors type them from a letter. */
function folded(reference: string): string {
  return reference.replaceAll(/\s+/g, '').toUpperCase();
}

function fieldOf({ product }: JudgedItem): 'medicine' | 'approval' | 'approval_number' {
  if (product?.approval.id) return 'approval';
  return product?.approval.number ? 'approval_number' : 'medicine';
}
