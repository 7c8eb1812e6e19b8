import { confusableWith, displayNameOf } from '../../domain/formulary/display-name.js';
import type { Ingredient } from '../../domain/formulary/drug.js';
import { toDecimal } from '../../domain/money.js';
import type { FoundDrug, StoredDrug, Supplied } from '../../usecases/formulary/search-drugs.js';
import type { DrugDetails, DrugView, IngredientView, PrescribingInfoView } from './responses.js';

export function drugView(drug: Supplied<FoundDrug>): DrugView {
  return {
    id: drug.id,
    name: drug.name,
    display_name: displayNameOf(drug.name),
    generic_name: drug.genericName,
    brand_name: drug.brandName,
    active_ingredient: drug.activeIngredient,
    ingredients: drug.ingredients.map(ingredientView),
    strength: drug.strength,
    form: drug.form,
    route: drug.route,
    pack: drug.pack,
    manufacturer: drug.manufacturer,
    pbs_code: drug.pbsCode,
    local_code: drug.localCode,
    atc: drug.atc,
    schedule: drug.schedule,
    monitored: drug.monitored,
    active: drug.active,
    version: drug.version,
    confusable_with: [...confusableWith(drug.ingredients.map(({ name }) => name))],
    match: drug.match,
    supplier_products: drug.supply.map(({ supplier, productCode, wholesalePrice, stockStatus }) => ({
      supplier,
      supplier_code: productCode,
      price: toDecimal(wholesalePrice),
      stock_status: stockStatus,
    })),
  };
}

export function drugDetails(drug: Supplied<StoredDrug>): DrugDetails {
  const { standardDosage, maximumDailyDose, contraindications, interactions, pregnancyCategory } = drug.prescribingInfo;
  return {
    ...drugView({ ...drug, match: null }),
    prescribing_info: {
      standard_dosage: standardDosage,
      maximum_daily_dose: maximumDailyDose,
      contraindications: [...contraindications],
      interactions: [...interactions],
      pregnancy_category: pregnancyCategory as PrescribingInfoView['pregnancy_category'],
    },
    max_daily_dose: drug.maxDailyDose,
    sources: drug.sources.map(({ field, source, asOf }) => ({ field, source, as_of: asOf })),
  };
}

function ingredientView({ name, substance, strength }: Ingredient): IngredientView {
  if (strength === null) return { name, substance, strength: null };
  const { amount, unit, per } = strength;
  return { name, substance, strength: { amount, unit, per: per ? `${per.amount} ${per.unit}` : null } };
}
