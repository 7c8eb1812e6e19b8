import type { FieldError } from '../errors.js';

/** What a form is for; on the wire. */
export const PURPOSES = ['before_visit', 'registration'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const ITEM_TYPES = ['text', 'number', 'boolean', 'date', 'choice', 'multi_choice', 'scale'] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

/** A plain answer: a text, a figure, yes or no; of a multiple choice, several texts. */
export type Answer = string | number | boolean | readonly string[];

/** What can be compared with an answer. */
export type Value = string | number | boolean;

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly score?: number;
}

/** Answers that need a doctor's eye at once; `message` is for the patient. */
export interface AlertRule {
  /** The figure, or of a choice its score, is this or more. */
  readonly atLeast?: number;
  /** The answer is this; of a multiple choice, contains it. */
  readonly equals?: Value;
  readonly message: string;
}

export interface Item {
  readonly key: string;
  readonly text: string;
  readonly type: ItemType;
  readonly required?: boolean;
  /** Of a choice all that can be chosen; of a scale labels and scores of its points. */
  readonly options?: readonly Option[];
  readonly min?: number;
  readonly max?: number;
  /** Asked only where an earlier question was asked and answered so. */
  readonly showIf?: { readonly key: string; readonly equals: Value };
  readonly alertIf?: AlertRule;
}

/** What a score means, both ends included. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** The message for the patient; null where the band is no reason to look. */
  readonly alert: string | null;
}

/** What a version of a form asks, and what it makes of the answers. */
export interface Form {
  readonly title: string;
  readonly purpose: Purpose;
  /** Only before visits of these types; empty: before every visit. */
  readonly consultationTypes: readonly string[];
  /** How long before the start of the visit it is due. */
  readonly dueBeforeMs: number;
  readonly items: readonly Item[];
  readonly bands: readonly Band[];
}

const KEY = /^[a-z][a-z0-9_]{0,63}$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** What is wrong with a form, each with its place in the body; empty when it can be answered. */
export function formProblems(form: Form): readonly FieldError[] {
  const problems = form.items.flatMap((item, at) =>
    itemProblems(item, form.items.slice(0, at)).map(({ field, message }) => ({
      field: `items.${at}${field ? `.${field}` : ''}`,
      message,
    })),
  );
  return [
    ...(form.title.trim() ? [] : [{ field: 'title', message: 'A form has a title.' }]),
    ...problems,
    ...bandProblems(form),
  ];
}

function itemProblems(item: Item, earlier: readonly Item[]): FieldError[] {
  const problems: FieldError[] = [];
  const wrong = (field: string, message: string) => problems.push({ field, message });
  if (!KEY.test(item.key)) wrong('key', 'A key has small letters, digits and underscores, and begins with a letter.');
  if (earlier.some(({ key }) => key === item.key)) wrong('key', 'Another question has this key already.');
  if (!item.text.trim()) wrong('text', 'A question has a text.');
  const isChoice = item.type === 'choice' || item.type === 'multi_choice';
  const options = item.options ?? [];
  if (isChoice && options.length === 0) wrong('options', 'A choice needs options.');
  if (!isChoice && item.type !== 'scale' && options.length > 0)
    wrong('options', 'Only choices and scales have options.');
  if (new Set(options.map(({ value }) => value)).size < options.length) wrong('options', 'Two options have one value.');
  const isFigure = item.type === 'number' || item.type === 'scale';
  if (!isFigure && (item.min !== undefined || item.max !== undefined)) wrong('min', 'Only figures have min and max.');
  if (item.type === 'scale' && (item.min === undefined || item.max === undefined)) {
    wrong('min', 'A scale needs min and max.');
  }
  if (item.min !== undefined && item.max !== undefined && item.min >= item.max) wrong('max', 'max is more than min.');
  if (item.showIf) {
    const asked = earlier.find(({ key }) => key === item.showIf?.key);
    if (!asked) wrong('show_if.key', 'This is no question before this one.');
    else if (!canEqual(asked, item.showIf.equals)) wrong('show_if.equals', 'That question cannot be answered so.');
  }
  if (item.alertIf) problems.push(...alertProblems(item, item.alertIf));
  return problems;
}

function alertProblems(item: Item, { atLeast, equals, message }: AlertRule): readonly FieldError[] {
  if ((atLeast === undefined) === (equals === undefined)) {
    return [{ field: 'alert_if', message: 'Give either at_least or equals.' }];
  }
  if (!message.trim()) return [{ field: 'alert_if.message', message: 'Say what the patient is told.' }];
  if (atLeast !== undefined) {
    const scored = (item.options ?? []).some(({ score }) => score !== undefined);
    const isFigure = item.type === 'number' || item.type === 'scale';
    if (!isFigure && !scored) return [{ field: 'alert_if.at_least', message: 'Only figures and scores have a size.' }];
    return [];
  }
  if (equals !== undefined && !canEqual(item, equals)) {
    return [{ field: 'alert_if.equals', message: 'This question cannot be answered so.' }];
  }
  return [];
}

/** Whether an answer to a question can be this value, or contain it. */
function canEqual(item: Item, value: Value): boolean {
  switch (item.type) {
    case 'text':
      return typeof value === 'string';
    case 'date':
      return typeof value === 'string' && DATE.test(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
    case 'scale':
      return typeof value === 'number' && isWithin(item, value);
    case 'choice':
    case 'multi_choice':
      return (item.options ?? []).some((option) => option.value === value);
  }
}

export function isWithin({ min, max }: Item, value: number): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function bandProblems(form: Form): readonly FieldError[] {
  const { bands } = form;
  if (bands.length > 0 && scoredBy(form) === null) {
    return [{ field: 'bands', message: 'Bands need a score: give options one, or ask for a scale.' }];
  }
  return bands.flatMap((band, at) => {
    if (band.from > band.to) return [{ field: `bands.${at}.to`, message: 'to is at least from.' }];
    const overlaps = bands.slice(0, at).some((other) => band.from <= other.to && other.from <= band.to);
    return overlaps ? [{ field: `bands.${at}`, message: 'Two bands share a score.' }] : [];
  });
}

/**
 * What the score of a form is made of: the scores of the options that were chosen; where no option has one and the form has
 * bands, the points of its scales. Null: the form has no score.
 */
export function scoredBy({ items, bands }: Pick<Form, 'items' | 'bands'>): 'options' | 'scales' | null {
  if (items.some(({ options = [] }) => options.some(({ score }) => score !== undefined))) return 'options';
  return bands.length > 0 && items.some(({ type }) => type === 'scale') ? 'scales' : null;
}
