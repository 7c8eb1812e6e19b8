/**
 * What is unusual enough in prescribing Schedule 8 that a person looks at it. None of it is wrong by itself, and nothing is refused or held up
 * by it. Rules of this house, so wide that a clinic in order sees few of them; each is judged by stored dates and counts alone. A
 * prescription counts that stands, or of which something was supplied before it ended.
 */
export const PRESCRIBING_PATTERNS = ['again_early', 'two_doctors', 'more_than_before'] as const;
export type PrescribingPattern = (typeof PRESCRIBING_PATTERNS)[number];

/**
 * `again_early`: a doctor prescribes the same item for the same patient again within so many days, while the earlier prescription still allows
 * a supply: the patient then holds two of them. Half of the month for which a controlled medicine is usually prescribed at once. Pharmacies
 * that record nothing here supply unseen, hence the days and not the supply alone.
 */
export const AGAIN_EARLY = { withinDays: 14 } as const;

/**
 * `two_doctors`: two doctors of the clinic prescribe Schedule 8 for one patient within so many days, each perhaps without knowing of the other:
 * what state registers of monitored medicines warn of between clinics. 30 days hold one usual course.
 */
export const TWO_DOCTORS = { withinDays: 30 } as const;

/**
 * `more_than_before`: a doctor prescribes Schedule 8 in a week (Monday to Sunday) at least so often, and more than so many times the weekly mean
 * of the weeks before: a stolen login, or a practice that has changed. Below the least number chance alone doubles a week.
 */
export const MORE_THAN_BEFORE = { atLeast: 10, timesMean: 3, weeksBefore: 4 } as const;

/** A night's look goes so far back: what failed for a month is still found. */
export const PATTERN_LOOK_BACK_DAYS = 35;

/** How long before its end the certificate of a file is shown to a person: its issuer may need weeks for another one. */
export const CERTIFICATE_NOTICE_DAYS = 60;
