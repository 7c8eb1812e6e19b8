import type { PrintedDrug, PrintedMedicine, PrintedProduct } from '../content.js';
import type { PrescribedItem } from '../item.js';
import type { RecordedApproval } from '../law/cannabis.js';
import type { PrescribedProduct } from './product.js';

/**
 * What a prescription says of the medicine of an item. The approval is that of a product.
 * @throws Error for an item without a schedule, which cannot be prescribed
 */
export function printedMedicine(
  item: PrescribedItem,
  approval: RecordedApproval | null,
): { readonly drug: PrintedDrug } | { readonly product: PrintedProduct } {
  const { product } = item;
  if (product !== null) return { product: printedProduct(medicineOfItem(item), product, approval) };
  const { version } = item.drug;
  if (version === null) throw new Error('an item of the formulary without a version');
  return { drug: { ...medicineOfItem(item), version } };
}

function medicineOfItem(item: PrescribedItem): PrintedMedicine {
  const { drug } = item;
  const { id, genericName, brandName, activeIngredient, strength, form, route, manufacturer, pbsCode, schedule } = drug;
  if (schedule === null) throw new Error('an item without a schedule cannot be prescribed');
  const said = { id, genericName, brandName, activeIngredient, strength, form, route, manufacturer, pbsCode, schedule };
  return { ...said, name: printedName(item) };
}

function printedProduct(
  medicine: PrintedMedicine,
  { supplier, content, cannabis }: PrescribedProduct,
  approval: RecordedApproval | null,
): PrintedProduct {
  return {
    ...medicine,
    supplier,
    productCode: content.productCode,
    productName: content.productName,
    printedStrength: content.strength,
    pack: content.pack?.text ?? null,
    category: cannabis?.category ?? null,
    doseForm: content.doseForm,
    approval: approval && { accessPath: approval.accessPath, reference: approval.approvalRef },
  };
}

/**
 * Active ingredient, strength and form; the brand only where its doctor forbids another one, as the law has it since February 2021. Of a
 * supplier's product its own name follows: it is this product that the doctor has chosen.
 */
export function printedName({ drug, product, noSubstitution }: PrescribedItem): string {
  const { genericName, strength, form, brandName } = drug;
  const generic = `${genericName.charAt(0).toUpperCase()}${genericName.slice(1)}`;
  const name = [generic, strength, form].filter((part) => part !== '').join(' ');
  if (product !== null) return `${name} (${drug.name})`;
  return noSubstitution && brandName ? `${name} (${brandName})` : name;
}
