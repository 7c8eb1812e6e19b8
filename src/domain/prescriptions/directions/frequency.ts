import { WEEKDAYS, type Weekday } from '../dose.js';
import { RANGE } from './plain-numbers.js';
import type { RemainingText } from './remaining-text.js';

/** From the least to the most that directions allow; both are the same where they name one number. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Frequency {
  readonly timesPerDay: Span | null;
  /** From the shortest to the longest time between two doses. */
  readonly everyHours: Span | null;
  readonly onDays: readonly Weekday[];
}

const PER_DAY = '(?:(?:a|per|each|every|in a|in 1) day|daily|(?:in|per|every|each) 24 hours)';
/** `twice` is `2 times` by now. */
const TIMES: readonly (readonly [phrase: string, times: number])[] = [
  ['q\\.?i\\.?d\\b\\.?|q\\.?d\\.?s\\b\\.?', 4],
  ['t\\.?d\\.?s\\b\\.?|t\\.?i\\.?d\\b\\.?', 3],
  ['b\\.?d\\b\\.?|b\\.?i\\.?d\\b\\.?', 2],
  [`once(?: only)? ${PER_DAY}|${PER_DAY}`, 1],
];
const PER_WEEK = '(?:(?:a|per|each|every) week|weekly)';
const WEEKLY: typeof TIMES = [[`once ${PER_WEEK}|${PER_WEEK}`, 1]];

/** Times of the day, each of them one dose. Two that mean nearly the same are one pair, which nobody can count. */
const BEFORE_BED = `(?:${RANGE} |an? )?(?:hours? |minutes? )?before (?:going to )?(?:bed(?:time)?|sleep)`;
const AT_MEAL = `(?:(?:(?:at least |about )?${RANGE} (?:minutes?|hours?) )?(?:with|at|before|after) (?:the |your )?)`;
const SLOTS: readonly (readonly [phrase: string, slot: string])[] = [
  [`${AT_MEAL}(?:breakfast|morning meal)|(?:(?:every|each|in the|on the|the) )?mornings?|mane`, 'morning'],
  [`${AT_MEAL}lunch(?:time)?|at (?:midday|noon)`, 'midday'],
  [`${AT_MEAL}(?:dinner|evening meal)|(?:(?:every|each|in the|the) )?evenings?`, 'evening'],
  [`(?:at|before|on going to) bed(?:time)?|${BEFORE_BED}|(?:(?:every|each|at) )?nights?|nightly|nocte`, 'night'],
];
const TIME = '(?:[01]?\\d|2[0-3]):[0-5]\\d';
const CLOCK = `at ${TIME}(?:(?:,| and|, and) (?:at )?${TIME})*`;

/** How often, as the directions say it; null when they contradict themselves, or say what a dose cannot hold (once a week without a day). */
export function takeFrequency(text: RemainingText): Frequency | null {
  const everyHours = takeInterval(text);
  const onDays = takeWeekdays(text);
  const weekly = takeTimes(text, WEEKLY, PER_WEEK);
  const times = takeTimes(text, TIMES, PER_DAY);
  const slots = takeSlots(text);
  if ([everyHours, onDays, weekly, times, slots].includes('contradictory')) return null;
  return joined({ everyHours, onDays, weekly, times, slots } as Parts);
}

interface Parts {
  readonly everyHours: Span | null;
  readonly onDays: readonly Weekday[];
  readonly weekly: Span | null;
  readonly times: Span | null;
  readonly slots: number;
}

function joined({ everyHours, onDays, weekly, times, slots }: Parts): Frequency | null {
  const isOnDays = onDays.length > 0;
  // "Once a week" needs its day: a dose that does not name it would be one for every day.
  if (weekly && (weekly.from !== weekly.to || weekly.to !== onDays.length)) return null;
  // "Once daily on Monday" says two things.
  if (isOnDays && (everyHours || (times?.to === 1 && slots === 0) || (weekly && times))) return null;
  if (slots > 0 && times && (slots < times.from || slots > times.to)) return null;
  const counted = slots > 0 ? { from: slots, to: slots } : times;
  const timesPerDay = counted ?? (isOnDays ? { from: 1, to: 1 } : null);
  // "Twice daily, every 12 hours" says one thing; every other pair says two.
  if (
    everyHours &&
    timesPerDay &&
    !(everyHours.from * timesPerDay.to === 24 && everyHours.to * timesPerDay.from === 24)
  ) {
    return null;
  }
  return { timesPerDay, everyHours, onDays };
}

function takeInterval(text: RemainingText): Span | null | 'contradictory' {
  const hours = text.take(`every ${RANGE} ?(?:hours?|hrs?)|${RANGE}[ -]?hourly`).map(spanOf);
  const days = text.take(`every ${RANGE} days`).map((match) => times24(spanOf(match)));
  const hourly = text.take('every hour|hourly').map(() => ({ from: 1, to: 1 }));
  const alternate = text
    .take('(?:every|each) (?:second|other) day|on alternate days')
    .map(() => ({ from: 48, to: 48 }));
  return oneOf([...hours, ...days, ...hourly, ...alternate]);
}

function takeTimes(text: RemainingText, words: typeof TIMES, per: string): Span | null | 'contradictory' {
  const upTo = text.take(`up to ${RANGE} ?(?:times|x) ${per}`).map((match) => ({ from: 1, to: spanOf(match).to }));
  const counted = text.take(`${RANGE} ?(?:times?|x) ${per}`).map(spanOf);
  const named = words.flatMap(([phrase, times]) => text.take(phrase).map(() => ({ from: times, to: times })));
  return oneOf([...upTo, ...counted, ...named]);
}

function takeWeekdays(text: RemainingText): readonly Weekday[] {
  return WEEKDAYS.filter((day) => text.says(`(?:(?:on|every|each)(?: a)? )?${day}s?`));
}

function takeSlots(text: RemainingText): number | 'contradictory' {
  const named = SLOTS.filter(([phrase]) => text.says(`(?:once )?(?:${phrase})`)).map(([, slot]) => slot);
  if (named.includes('evening') && named.includes('night')) return 'contradictory';
  const clock = text.take(CLOCK).flatMap(([times]) => times.match(new RegExp(TIME, 'g')) ?? []);
  return named.length + new Set(clock).size;
}

/** The one that all of them say. */
function oneOf(spans: readonly Span[]): Span | null | 'contradictory' {
  const [first, ...others] = spans;
  if (!first) return null;
  return others.every(({ from, to }) => from === first.from && to === first.to) ? first : 'contradictory';
}

/** Of a match of `RANGE`, wherever in the phrase its two groups stand. */
export function spanOf(match: RegExpExecArray): Span {
  const [from = 0, to = from] = match.slice(1).flatMap((group) => (group === undefined ? [] : [Number(group)]));
  return { from, to };
}

const times24 = ({ from, to }: Span): Span => ({ from: from * 24, to: to * 24 });
