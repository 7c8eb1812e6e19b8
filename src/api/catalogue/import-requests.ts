import { invalid } from '../../domain/errors.js';
import { COVERAGES, type Coverage, IMPORT_MODES, type ImportMode } from '../../domain/list-imports.js';

/** Why an import is taken back. */
export interface UndoSupplierImportBody {
  /**
   * @pattern [^\s\x00-\x1f\x7f-\x9f]
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
}

/** A file of a form, as far as it is of interest here. */
interface FormFile {
  readonly originalname: string;
  readonly buffer: Uint8Array;
}

interface FormFields {
  readonly supplier: string | undefined;
  readonly mode: string | undefined;
  readonly coverage: string | undefined;
}

/** A form with a price list. */
export interface PriceListForm {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Null: it is recognised. */
  readonly supplier: string | null;
  readonly mode: ImportMode;
  /** Null: what the supplier's mapping says. */
  readonly coverage: Coverage | null;
}

/** @throws DomainError validation_failed */
export function priceListForm(file: FormFile, { supplier, mode, coverage }: FormFields): PriceListForm {
  return {
    // What no column keeps and no page shows.
    name: file.originalname.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, '').slice(0, 200),
    bytes: file.buffer,
    supplier: supplier === undefined || supplier === 'auto' ? null : supplier,
    mode: oneOf('mode', IMPORT_MODES, mode ?? 'preview'),
    coverage: coverage === undefined ? null : oneOf('coverage', COVERAGES, coverage),
  };
}

function oneOf<Value extends string>(field: string, values: readonly Value[], given: string): Value {
  const value = values.find((one) => one === given);
  if (!value) throw invalid(field, `Use one of ${values.join(', ')}.`);
  return value;
}
