import { unsafeNotation } from './unsafe-notation.js';

const DOSE_WORD = String.raw`\b(?:one|two|three|half|tablets?|capsules?|puffs?|drops?|once|twice|daily|every|each|nights?|mornings?|bedtime|apply|thinly)\b`;

/** What says nothing of how much and when. */
const VAGUE = [
  String.raw`\b(?:as|per|according to)(?: (?:was|has been|you were|per|the|your|previously|already|last time|usual|before))* ?(?:directed|directions?|advised|advice|instructed|instructions?|discussed|explained|prescribed|told|shown|agreed|described|needed|required|necessary|usual|before|protocol|label|leaflet|packet|package|(?:doctor|physician)(?:['’]s (?:directions?|instructions?|advice|orders?))?)(?![a-z])`,
  String.raw`\b(?:when|if|only when|only if|where) (?:needed|required|necessary)\b`,
  String.raw`\bfollow(?:ing)?(?: the| your)? (?:doctor.?s |given )?(?:directions?|instructions?|advice|label|leaflet)\b`,
  String.raw`\b(?:by|from|of|with|on|in)(?: the| your| my)? (?:doctor|physician|gp|dr|prescriber|clinic|hospital|pharmacist|nurse|specialist|label|leaflet|packet|package|pack|box|bottle|mouth|food|meals?|water)\b`,
  String.raw`\b(?:prn|p\.r\.n\.?|mdu|m\.d\.u\.?|u\.?d\.?|ut dict\.?|asd)(?![a-z])`,
  String.raw`\bfor (?:up to |about )?(?:\d+|a|one|two|three|four|five|six|seven|ten|fourteen) (?:days?|weeks?|months?)\b`,
  // What it is for, unless the dose follows without a stop: "for pain take one tablet".
  String.raw`\b(?:for|to (?:treat|prevent|relieve|reduce|help|control)) (?![^.;,:\n]*(?:\d|${DOSE_WORD}))[^.;,:\n]*`,
];
const EMPTY_WORDS =
  /\b(?:please|to be|must be|should be|take|taken|taking|use|used|using|apply|applied|applying|give|given|inhale|inhaled|inject|injected|swallow|insert|inserted|instil|instilled|administer|administered|continue|keep|only|it|this|the|your|my|medicine|medication|tablets?|capsules?|cream|orally|always|exactly|and|or)\b/g;

/**
 * What is wrong with directions as their doctor has written them, in sentences for that doctor: they only say "as directed" or the
 * like, which no law takes for directions, or they use a notation that has harmed patients. Null when nothing is.
 */
export function directionsProblem(directions: string): string | null {
  const sentences = unsafeNotation(directions).map(
    ({ found, instead }) => `Do not write "${found}": write ${instead}.`,
  );
  if (isVague(directions))
    sentences.unshift('Say how much to take and when: directions such as "as directed" are not enough.');
  return sentences.length === 0 ? null : sentences.join(' ');
}

function isVague(directions: string): boolean {
  let rest = directions.toLowerCase();
  for (const vague of VAGUE) rest = rest.replaceAll(new RegExp(vague, 'g'), ' ');
  return !/[\p{L}\p{N}]/u.test(rest.replaceAll(EMPTY_WORDS, ' '));
}
