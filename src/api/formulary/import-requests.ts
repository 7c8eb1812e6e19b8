import { invalid } from '../../domain/errors.js';
import { COVERAGES, IMPORT_MODES } from '../../domain/list-imports.js';
import type { SubmittedList } from '../../usecases/formulary/imports/submit-list.js';

/** Why an import is taken back. */
export interface UndoImportBody {
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

/** A form with a list; what its words can be is not checked before. @throws DomainError validation_failed */
export function submittedList(file: FormFile, mode: string | undefined, coverage: string | undefined): SubmittedList {
  return {
    // What no column keeps and no page shows.
    name: file.originalname.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, '').slice(0, 200),
    bytes: file.buffer,
    mode: oneOf('mode', IMPORT_MODES, mode ?? 'preview'),
    coverage: oneOf('coverage', COVERAGES, coverage ?? 'partial'),
  };
}

function oneOf<Value extends string>(field: string, values: readonly Value[], given: string): Value {
  const value = values.find((one) => one === given);
  if (!value) throw invalid(field, `Use one of ${values.join(', ')}.`);
  return value;
}
