import { checkIdentifier } from '../../identity/public.js';
import { hasVisibleText } from '../../text.js';
import { approvalRefusals } from './covering-approval.js';
import type { LawRefusal, MonitoringCheck } from './facts.js';
import { type Case, isAmong, isOfKind, itemField, type JudgedItem, refusal, refusedBy } from './judged.js';
import { ageOn } from './validity.js';

const HOUR_MS = 3_600_000;

/** Whether a state’s register of monitored medicines was looked at, by every state that asks for it. */
export function monitoringProblems({ law, facts, items }: Case): readonly LawRefusal[] {
  const rows = law('monitoring_check').filter(({ value }) => items.some((item) => isOfKind(item, value.of)));
  if (rows.length === 0) return [];
  const registers = [...new Set(rows.map(({ value }) => value.register))].join(', ');
  const problem = lookProblem(facts.monitoringCheck, facts.now);
  if (problem !== null) {
    return [refusal('monitoring_check', rows, `${problem} Look it up: ${registers}.`, 'monitoring_check')];
  }
  const old = law('monitoring_hours').filter(({ value }) => facts.now.getTime() - lookedAt(facts) > value * HOUR_MS);
  if (old.length > 0) {
    const hours = Math.min(...old.map(({ value }) => value));
    const sentence = `The look at the register of monitored medicines is older than ${hours} hours: look again (${registers}).`;
    return [refusal('monitoring_check', old, sentence, 'monitoring_check')];
  }
  // Where a state is not known nobody can say which register counts: a look at any of them is enough.
  const named = letters(facts.monitoringCheck?.system ?? '').replaceAll('safescriptnsw', '');
  const missing = rows.filter(({ value, isAssumed }) => !isAssumed && !named.includes(letters(value.register)));
  const sentence = `This look does not name ${missing.map(({ value }) => value.register).join(', ')}.`;
  return refusedBy('monitoring_check', missing, sentence, 'monitoring_check.system');
}

const letters = (text: string) => text.toLowerCase().replaceAll(/[^a-z]/g, '');

const lookedAt = ({ monitoringCheck }: Case['facts']) => monitoringCheck?.checkedAt.getTime() ?? 0;

function lookProblem(check: MonitoringCheck | null, now: Date): string | null {
  if (check === null) return 'The register of monitored medicines was not looked at.';
  if (!hasVisibleText(check.system)) return 'Which register of monitored medicines was looked at is missing.';
  if (!hasVisibleText(check.outcome)) return 'What the register of monitored medicines said is missing.';
  return check.checkedAt > now ? 'The look at the register of monitored medicines lies in the future.' : null;
}

/** Whether a state’s permit or approval is needed for the item; the rows that say so. */
export function approvalRows({ law, facts }: Case, item: JudgedItem) {
  const { birthDate } = facts.patient;
  return [
    ...law('state_approval').filter(({ value }) => isAmong(item, value)),
    ...law('minors_approval').filter(
      ({ value }) =>
        isAmong(item, value.medicines) && (birthDate === null || ageOn(birthDate, facts.writtenOn) < value.years),
    ),
  ];
}

/** Permits of states, and approvals of medicinal cannabis that is not registered. */
export function approvalProblems(judged: Case): readonly LawRefusal[] {
  const { law, facts, items } = judged;
  return items.flatMap((item) => [
    ...(hasVisibleText(facts.stateApprovalNumber ?? '')
      ? []
      : refusedBy(
          'state_approval',
          approvalRows(judged, item),
          `${item.drug.name} needs a permit or approval of the state: give its number.`,
          'state_approval_number',
        )),
    ...refusedBy(
      'state_approval',
      law('practice_in_state').filter(
        ({ value, region }) => isAmong(item, value) && region !== `au-${facts.prescriber.state}`,
      ),
      `${item.drug.name} is prescribed there only by doctors who practise in that state.`,
      itemField(item, 'medicine'),
    ),
    ...approvalRefusals(judged, item),
  ]);
}

/** What the scheme that pays asks for. */
export function schemeProblems({ law, facts, items }: Case): readonly LawRefusal[] {
  const { scheme, patient, specialHandling } = facts;
  const medicare = checkIdentifier('medicare_card', patient.medicareNumber ?? '').ok
    ? []
    : law('medicare_number').filter(({ value }) => value.includes(scheme));
  const veteran = checkIdentifier('dva_file', patient.veteranNumber ?? '').ok
    ? []
    : law('veteran_number').filter(({ value }) => value.includes(scheme));
  const isWithoutCode = !items.some(({ authorityCode, streamlinedCode }) => authorityCode ?? streamlinedCode);
  return [
    ...refusedBy(
      'scheme_details',
      medicare,
      'The patient’s Medicare number is missing: prescribe it privately, or complete the profile.',
      'patient_profile.medicare_number',
    ),
    ...refusedBy(
      'scheme_details',
      veteran,
      'The veteran’s DVA file number is missing: prescribe it privately, or complete the profile.',
      'patient_profile.dva_file_number',
    ),
    ...(specialHandling?.authorityRequired && isWithoutCode
      ? [
          {
            rule: 'scheme_details',
            message: 'You say that an authority is required: give its code with the item.',
            source: 'The request (special_handling.authority_required)',
            field: `${items[0]?.path ?? 'prescribed_drugs.0'}.authority_code`,
          } as const,
        ]
      : []),
  ];
}
