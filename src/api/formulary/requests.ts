import { parseDay } from '../../domain/days.js';
import { invalid } from '../../domain/errors.js';
import type { DrugChange } from '../../domain/formulary/changes.js';
import { readAtcCode, readPbsCode } from '../../domain/formulary/codes-of-medicines.js';
import type { PrescribingInfo } from '../../domain/formulary/drug.js';
import type { AskedDay } from '../http/wire-formats.js';

/**
 * On one line.
 * @pattern ^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$
 * @maxLength 200
 */
export type DrugText = string;

/** What is in a pack. */
export interface PackBody {
  /**
   * @minimum 0.001 A pack holds more than nothing.
   * @maximum 1000000
   */
  size: number;
  /** `unit`: tablets, capsules, doses, pens. */
  unit: 'unit' | 'mL' | 'g';
}

export interface DailyDoseBody {
  /**
   * @minimum 0.000001 A dose is more than nothing.
   * @maximum 1000000
   */
  amount: number;
  unit: 'microgram' | 'mg' | 'g' | 'mL' | 'unit' | 'mmol';
}

/** What is left out stays as it is. */
export interface PrescribingInfoBody {
  /**
   * @maxLength 1000
   */
  standard_dosage?: string | null;
  /**
   * @maxLength 200
   */
  maximum_daily_dose?: string | null;
  /**
   * @maxItems 50
   */
  contraindications?: DrugText[] | null;
  /**
   * @maxItems 50
   */
  interactions?: DrugText[] | null;
  pregnancy_category?: 'A' | 'B1' | 'B2' | 'B3' | 'C' | 'D' | 'X' | null;
}

/** Whose word a statement is. */
export interface SourceBody {
  field:
    | 'schedule'
    | 'max_daily_dose'
    | 'standard_dosage'
    | 'maximum_daily_dose'
    | 'contraindications'
    | 'interactions'
    | 'pregnancy_category';
  source: DrugText;
  as_of: AskedDay;
}

/** What somebody says of a medicine. */
export interface DrugBody {
  /** Made of brand or generic name, strength and form when left out. */
  name?: DrugText;
  generic_name?: DrugText;
  brand_name?: DrugText | null;
  /** Several are joined by ` + `, as are their strengths, in the same order. */
  active_ingredient?: DrugText;
  /**
   * @example "500 mg + 125 mg"
   */
  strength?: DrugText;
  /**
   * @example "tablet"
   */
  form?: DrugText;
  /** The usual one of the form when left out. */
  route?: DrugText | null;
  pack?: PackBody | null;
  manufacturer?: DrugText | null;
  /**
   * @maxLength 8
   * @example "1215Y"
   */
  pbs_code?: string | null;
  local_code?: DrugText | null;
  /**
   * @maxLength 7
   * @example "J01CR02"
   */
  atc?: string | null;
  /**
   * Derived from ingredients, strength, form and pack wherever that is possible, and refused where it says otherwise: to be
   * given by a person for the others alone.
   */
  schedule?: 'Unscheduled' | 'S2' | 'S3' | 'S4' | 'S8' | null;
  max_daily_dose?: DailyDoseBody | null;
  prescribing_info?: PrescribingInfoBody;
  /**
   * @maxItems 20
   */
  sources?: SourceBody[];
  active?: boolean;
}

/** What changes; what is left out stays as it is. */
export interface DrugChangeBody extends DrugBody {
  /**
   * The version that was read: another one is 409.
   * @isInt
   * @minimum 1
   * @maximum 2147483647
   */
  version: number;
}

/** @throws DomainError validation_failed */
export function drugChangeOf(body: DrugBody): DrugChange {
  return defined({
    name: body.name,
    genericName: body.generic_name,
    brandName: body.brand_name,
    activeIngredient: body.active_ingredient,
    strength: body.strength,
    form: body.form,
    route: body.route,
    pack: body.pack,
    manufacturer: body.manufacturer,
    pbsCode: body.pbs_code && pbsCode(body.pbs_code),
    localCode: body.local_code,
    atc: body.atc && atcCode(body.atc),
    schedule: body.schedule,
    maxDailyDose: body.max_daily_dose,
    prescribingInfo: body.prescribing_info && infoOf(body.prescribing_info),
    sources: body.sources?.map(({ field, source, as_of: asOf }, at) => ({
      field,
      source,
      asOf: parseDay(`sources.${at}.as_of`, asOf),
    })),
    active: body.active,
  });
}

function infoOf(body: PrescribingInfoBody): Partial<PrescribingInfo> {
  return defined({
    standardDosage: body.standard_dosage,
    maximumDailyDose: body.maximum_daily_dose,
    contraindications: body.contraindications === null ? [] : body.contraindications,
    interactions: body.interactions === null ? [] : body.interactions,
    pregnancyCategory: body.pregnancy_category,
  });
}

function pbsCode(typed: string): string {
  const code = readPbsCode(typed);
  if (code === null)
    throw invalid('pbs_code', 'A PBS code has two to five digits and the letter that belongs to them.');
  return code;
}

function atcCode(typed: string): string {
  const code = readAtcCode(typed);
  if (code === null) throw invalid('atc', 'Use an ATC code such as J01CA04.');
  return code;
}

/** Members that were left out are none. */
function defined<Change extends object>(change: { readonly [Name in keyof Change]: Change[Name] | undefined }): Change {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Change;
}
