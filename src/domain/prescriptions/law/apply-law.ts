import { neededApproval } from './covering-approval.js';
import type { LawFacts, LawVerdict } from './facts.js';
import { itemProblems } from './items.js';
import { caseOf } from './judged.js';
import { consultationProblems, patientProblems, prescriberProblems, standingProblems } from './people.js';
import { approvalProblems, monitoringProblems, schemeProblems } from './registers.js';
import { splitPrescriptions } from './split.js';

/**
 * What the law makes of a request: all that it refuses, at once, each with its rule and source; and the prescriptions that its
 * items become. Both the prescriber’s and the patient’s state count; a state that is not known gets what any state asks for.
 */
export function applyLaw(facts: LawFacts): LawVerdict {
  const judged = caseOf(facts);
  return {
    refusals: [
      ...prescriberProblems(judged),
      ...standingProblems(judged),
      ...patientProblems(judged),
      ...consultationProblems(judged),
      ...itemProblems(judged),
      ...monitoringProblems(judged),
      ...approvalProblems(judged),
      ...schemeProblems(judged),
    ],
    prescriptions: splitPrescriptions(judged),
    approvals: judged.items.map((item) => neededApproval(judged, item)),
  };
}
