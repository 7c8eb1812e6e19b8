import type { DoseForm, ProductSchedule } from '../../catalogue/public.js';
import {
  type DrugDraft,
  drugOf,
  type KnownSchedule,
  leastSchedulesOf,
  type Route,
  SCHEDULES,
} from '../../formulary/public.js';
import type { PrescribedDrug } from '../item.js';
import type { OfferedProduct } from './product.js';
import { cannabisOfProduct, ingredientsOfProduct } from './product-ingredients.js';

/** What a dose form is called in the formulary, and how it is given; null where that is left to the directions. */
const FORMS: Readonly<Record<DoseForm, readonly [form: string, route: Route | null]>> = {
  oral_liquid: ['oral liquid', 'oral'],
  capsule: ['capsule', 'oral'],
  tablet: ['tablet', 'oral'],
  dried_herb: ['dried herb', null],
  inhalation_liquid: ['inhalation liquid', 'inhalation'],
  pastille: ['pastille', 'oral'],
  wafer: ['wafer', null],
  spray: ['oromucosal spray', 'buccal'],
  topical: ['topical preparation', 'topical'],
  suppository: ['suppository', 'rectal'],
  other: ['', null],
};

const STATED: Readonly<Record<ProductSchedule, Exclude<KnownSchedule, null>>> = {
  unscheduled: 'Unscheduled',
  S2: 'S2',
  S3: 'S3',
  S4: 'S4',
  S8: 'S8',
};

/**
 * A product of a supplier as the law and the checks see a medicine: by its ingredients, strengths, form and schedule. The schedule is the
 * one that its list says. It is not known, and the product cannot be prescribed, where the list says none, or a laxer one than any of its
 * ingredients has.
 */
export function productAsMedicine(product: OfferedProduct): PrescribedDrug {
  const { id, supplierName, active, content } = product;
  const { names, strengths } = ingredientsOfProduct(content);
  const [form, route] = content.doseForm === null ? ['', null] : FORMS[content.doseForm];
  const draft: DrugDraft = {
    name: content.productName ?? content.productCode ?? names,
    ...{ genericName: names, brandName: content.brandName, activeIngredient: names, strength: strengths, form, route },
    pack: content.pack && { size: content.pack.size, unit: content.pack.unit },
    manufacturer: supplierName,
    ...{ pbsCode: null, localCode: content.productCode, atc: null, maxDailyDose: null, sources: [] },
    prescribingInfo: {
      ...{ standardDosage: null, maximumDailyDose: null, contraindications: [], interactions: [] },
      pregnancyCategory: null,
    },
    statedSchedule: null,
    active,
  };
  const drug = drugOf(draft);
  const schedule = scheduleOf(product, draft);
  return { ...drug, id, version: null, schedule, monitored: drug.monitored || schedule === 'S8' };
}

function scheduleOf({ content }: OfferedProduct, draft: DrugDraft): KnownSchedule {
  if (content.poisonSchedule === null) return null;
  const stated = STATED[content.poisonSchedule];
  // Cannabidiol in low doses is in Schedule 3 where it is registered (Poisons Standard); what is not registered is in Schedule 4.
  const isLowDose = stated === 'S3' && content.artgNo !== null && cannabisOfProduct(content)?.category === 1;
  const isLaxer = leastSchedulesOf(draft).some(
    ({ substance, schedule }) =>
      SCHEDULES.indexOf(stated) < SCHEDULES.indexOf(schedule) && !(isLowDose && substance === 'cannabidiol'),
  );
  return isLaxer ? null : stated;
}
