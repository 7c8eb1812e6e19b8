import type { FieldError } from '../errors.js';
import { type AlertRule, type Answer, type Form, type Item, isWithin, scoredBy, type Value } from './questionnaire.js';

export type Answers = Readonly<Record<string, Answer>>;

/** An answer that needs a doctor's eye; the score's own has the key `score`. */
export interface Alert {
  readonly key: string;
  /** For the patient, at once. */
  readonly message: string;
}

/** What a form makes of answers. */
export interface Assessment {
  /** Answers to the questions that were asked: what a condition hides does not count, whatever was sent. */
  readonly answers: Answers;
  /** The sum of the chosen options' scores, or of the scales' points (`scoredBy`); null where the form has none. */
  readonly score: number | null;
  /** The label of the band in which the score lies. */
  readonly band: string | null;
  readonly alerts: readonly Alert[];
}

const MOST_CHARACTERS = 4_000;
/** Of the alert that a band gives. */
const SCORE = 'score';

/** Whether this is no answer at all: a field that was left empty. */
const isBlank = (answer: Answer) => answer === '' || (Array.isArray(answer) && answer.length === 0);

/** A question may have the name of something that every object has. */
const answerTo = (given: Answers, key: string): Answer | undefined =>
  Object.hasOwn(given, key) ? given[key] : undefined;

/** What a form makes of answers that {@link answerProblems} has found nothing wrong with. */
export function assess(form: Form, given: Answers): Assessment {
  const asked = askedItems(form.items, given);
  const answered = asked.flatMap((item) => {
    const answer = answerTo(given, item.key);
    return answer === undefined || isBlank(answer) ? [] : [{ item, answer }];
  });
  const score = scoreOf(form, answered);
  const band = score === null ? undefined : form.bands.find(({ from, to }) => score >= from && score <= to);
  const alerts = answered.flatMap(({ item, answer }): readonly Alert[] => {
    const rule = item.alertIf;
    return rule && alarms(item, rule, answer) ? [{ key: item.key, message: rule.message }] : [];
  });
  return {
    answers: Object.fromEntries(answered.map(({ item, answer }) => [item.key, answer])),
    score,
    band: band?.label ?? null,
    alerts: band?.alert ? [...alerts, { key: SCORE, message: band.alert }] : alerts,
  };
}

/** A question that was asked and answered. */
interface Answered {
  readonly item: Item;
  readonly answer: Answer;
}

function scoreOf(form: Form, answered: readonly Answered[]): number | null {
  const by = scoredBy(form);
  if (by === null) return null;
  const points = ({ item, answer }: Answered) =>
    by === 'scales' ? (item.type === 'scale' ? Number(answer) : 0) : (optionScore(item, answer) ?? 0);
  return answered.reduce((sum, one) => sum + points(one), 0);
}

/** The questions that somebody who answers so is asked, in order. A hidden question hides what depends on it. */
export function askedItems(items: readonly Item[], given: Answers): readonly Item[] {
  const asked = new Set<string>();
  return items.filter((item) => {
    const { showIf } = item;
    const answer = showIf && asked.has(showIf.key) ? answerTo(given, showIf.key) : undefined;
    if (showIf && (answer === undefined || !equals(answer, showIf.equals))) return false;
    asked.add(item.key);
    return true;
  });
}

/**
 * What is wrong with answers, each with its place in the body. Only final ones have to be complete; answers to questions that
 * are not asked are no matter, answers to questions that there are not, are.
 */
export function answerProblems(
  form: Form,
  given: Answers,
  { isFinal }: { readonly isFinal: boolean },
): readonly FieldError[] {
  const unknown = Object.keys(given).filter((key) => !form.items.some((item) => item.key === key));
  const asked = askedItems(form.items, given);
  return [
    ...unknown.map((key) => ({ field: `answers.${key}`, message: 'This form has no such question.' })),
    ...asked.flatMap((item) => {
      const problem = problemOf(item, answerTo(given, item.key), isFinal);
      return problem ? [{ field: `answers.${item.key}`, message: problem }] : [];
    }),
  ];
}

function problemOf(item: Item, answer: Answer | undefined, isFinal: boolean): string | null {
  if (answer === undefined || isBlank(answer)) return isFinal && item.required ? 'Please answer this question.' : null;
  switch (item.type) {
    case 'text':
      if (typeof answer !== 'string') return 'The answer is a text.';
      return answer.length > MOST_CHARACTERS ? `The answer has at most ${MOST_CHARACTERS} characters.` : null;
    case 'boolean':
      return typeof answer === 'boolean' ? null : 'The answer is true or false.';
    case 'date':
      return isDay(answer) ? null : 'The answer is a date such as 2026-11-21.';
    case 'number':
      return figureProblem(item, answer, typeof answer === 'number' && Number.isFinite(answer));
    case 'scale':
      return figureProblem(item, answer, Number.isInteger(answer));
    case 'choice':
      return isOption(item, answer) ? null : 'The answer is one of the options.';
    case 'multi_choice':
      if (!Array.isArray(answer)) return 'The answer is a list of options.';
      if (new Set(answer).size < answer.length) return 'Each option is chosen once.';
      return answer.every((one) => isOption(item, one)) ? null : 'The answer has an option that there is not.';
  }
}

function figureProblem(item: Item, answer: Answer, isFigure: boolean): string | null {
  if (!isFigure) return item.type === 'scale' ? 'The answer is a whole number.' : 'The answer is a number.';
  if (isWithin(item, Number(answer))) return null;
  const { min, max } = item;
  if (min === undefined) return `The answer is at most ${max}.`;
  return max === undefined ? `The answer is at least ${min}.` : `The answer is from ${min} to ${max}.`;
}

function isDay(answer: Answer): boolean {
  if (typeof answer !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(answer)) return false;
  const at = new Date(`${answer}T00:00:00Z`);
  // 30 February is rolled over into March.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(answer);
}

function isOption({ options = [] }: Item, value: unknown): boolean {
  return options.some((option) => option.value === value);
}

function equals(answer: Answer, value: Value): boolean {
  return Array.isArray(answer) ? answer.includes(value) : answer === value;
}

/** The score of the options that were chosen; null where none of them has one. */
function optionScore({ options = [] }: Item, answer: Answer): number | null {
  const chosen = Array.isArray(answer) ? answer : [String(answer)];
  const scores = options.filter(({ value }) => chosen.includes(value)).flatMap(({ score }) => score ?? []);
  return scores.length === 0 ? null : scores.reduce((sum, one) => sum + one, 0);
}

function alarms(item: Item, { atLeast, equals: value }: AlertRule, answer: Answer): boolean {
  if (value !== undefined) return equals(answer, value);
  if (atLeast === undefined) return false;
  const size = typeof answer === 'number' ? answer : optionScore(item, answer);
  return size !== null && size >= atLeast;
}
