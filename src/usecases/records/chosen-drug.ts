import { invalid } from '../../domain/errors.js';
import type { ChosenItem } from '../../domain/records/coding.js';
import type { FormularyScope } from '../../models/repositories/formulary/public.js';

/** An item of the formulary that an entry names. */
export interface ChosenDrug extends ChosenItem {
  readonly name: string;
}

/** An item that the clinic sees, inactive ones too. @throws DomainError validation_failed on `drug` for every other */
export async function findChosenDrug(
  scope: FormularyScope,
  id: string | null,
  clinicId: string,
): Promise<ChosenDrug | null> {
  if (id === null) return null;
  const drug = await scope.drugs.find(id, clinicId);
  if (!drug) throw invalid('drug', 'The formulary has no such item.');
  const { name, genericName, brandName, ingredients } = drug;
  return {
    name,
    names: [name, genericName, ...(brandName === null ? [] : [brandName])],
    substances: ingredients.map(({ substance }) => substance),
  };
}
