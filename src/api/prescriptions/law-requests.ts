import { parseDay } from '../../domain/days.js';
import type { LawRowDraft } from '../../domain/prescriptions/law/added-rows.js';
import type { AskedDay } from '../http/wire-formats.js';
import type { LawRegionName } from './law-responses.js';

/**
 * A rule, as the rows that there are call it.
 * @pattern ^[a-z][a-z0-9_]{2,59}$
 */
export type LawRuleName = string;

/**
 * Months, hours or items, as the rule says.
 * @isInt
 * @minimum 1
 * @maximum 8760
 */
export type AskedLawNumber = number;

export interface AskedLawMedicine {
  /** The code of a substance. */
  substance: string;
  /** Only where it is given so. */
  route?: string;
}

/** Which of them there are depends on the rule; the rows that there are show it. */
export interface AskedLawDetails {
  register?: string;
  of?: string[];
  /**
   * @isInt
   * @minimum 1
   * @maximum 150
   */
  years?: number;
  medicines?: AskedLawMedicine[];
  text?: string;
  registered?: string[];
}

export interface LawRuleBody {
  rule: LawRuleName;
  /** Where it counts: not `all`, which is no installation's to change. */
  region: LawRegionName;
  /** A later day than today, everywhere on earth. */
  effective_from: AskedDay;
  /** Its last day; left out: none is known. */
  effective_to?: AskedDay | null;
  /**
   * The act, the regulation or the page that says so.
   * @minLength 3
   * @maxLength 500
   */
  source: string;
  /** An empty list asks for nothing: so a demand is taken back. */
  value: AskedLawNumber | string | string[] | AskedLawMedicine[] | AskedLawDetails;
}

export function lawRowDraftOf(body: LawRuleBody): LawRowDraft {
  const { rule, region, effective_from: from, effective_to: to, source, value } = body;
  const effectiveTo = to ? parseDay('effective_to', to) : null;
  return { rule, region, effectiveFrom: parseDay('effective_from', from), effectiveTo, source: source.trim(), value };
}
