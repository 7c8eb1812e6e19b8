import type { CatalogueContent, DoseForm, TgaCategory } from '../../catalogue/public.js';

/** A product of a clinic's catalogue, as it is when it is prescribed. */
export interface OfferedProduct {
  readonly id: string;
  /** The key of the supplier. */
  readonly supplier: string;
  /** The company. */
  readonly supplierName: string;
  readonly active: boolean;
  readonly content: CatalogueContent;
}

/** What an approval has to say to cover a product; null where its list does not say it. */
export interface ProductCannabis {
  readonly category: TgaCategory | null;
  readonly doseForm: DoseForm | null;
}

/** Under which approval a doctor prescribes; null: any that covers. */
export interface AskedApproval {
  readonly id: string | null;
  /** As the authority numbers it. */
  readonly number: string | null;
}

/** A product of a supplier that is prescribed. */
export interface PrescribedProduct extends Omit<OfferedProduct, 'active'> {
  /** Null of a product without cannabinoids. */
  readonly cannabis: ProductCannabis | null;
  readonly approval: AskedApproval;
}
