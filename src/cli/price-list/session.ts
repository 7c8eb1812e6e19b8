import { supplierImportView } from '../../api/catalogue/import-presenter.js';
import type { catalogue } from '../../composition/catalogue.js';
import { SYSTEM } from '../../domain/actor.js';
import type { RowProblem } from '../../domain/catalogue/list.js';
import { DomainError } from '../../domain/errors.js';
import type { UnitOfWork, WholeScope } from '../../models/scope.js';
import type { ImportDecision } from '../../usecases/catalogue/imports/decide-import.js';
import type { ImportView } from '../../usecases/catalogue/imports/read-imports.js';
import { followImport } from './follow.js';
import type { Terminal } from './terminal.js';

/** One run of the command. */
export interface ImportSession {
  readonly unitOfWork: UnitOfWork<WholeScope>;
  readonly imports: ReturnType<typeof catalogue.services>['supplierImports'];
  readonly terminal: Terminal;
  /** Somebody has ended the command. */
  readonly stop: AbortSignal;
  readonly isJson: boolean;
}

export interface OfClinic {
  readonly id: string;
  readonly clinicId: string;
}

/** What a shell reports of a command that Ctrl-C has ended. */
export const INTERRUPTED = 130;

const PAGE = 1_000;

/** For a person; as data is asked for, the report is the import alone, and this goes beside it. */
export function say({ terminal, isJson }: ImportSession, text: string): void {
  if (isJson) terminal.note(text);
  else terminal.print(text);
}

/** The last thing that is printed. */
export function printData({ terminal, isJson }: ImportSession, found: ImportView): void {
  if (isJson) terminal.print(JSON.stringify(supplierImportView(found), null, 2));
}

/** Waits until a worker has nothing to do with the import; null when the command was ended before, which is then said. */
export async function follow(
  { imports, terminal, stop }: ImportSession,
  { id, clinicId }: OfClinic,
): Promise<ImportView | null> {
  try {
    const found = await followImport(() => imports.read(SYSTEM, clinicId, id), terminal, stop);
    if (found === null) terminal.note(goesOn(id));
    return found;
  } catch (error) {
    // The database may be unavailable for a while, which the import outlives.
    terminal.note(goesOn(id));
    throw error;
  }
}

/** How long the engine is unavailable matters to nobody but whoever waits: what was decided stands in the import's row. */
export async function decide(
  { imports, terminal }: ImportSession,
  clinicId: string,
  wanted: ImportDecision,
): Promise<void> {
  try {
    await imports.decide(SYSTEM, clinicId, wanted);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    terminal.note(`${error.message} It is recorded, and done when the engine answers.`);
  }
}

export function isUnavailable(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'unavailable';
}

/** Every row in error of an import's list. */
export async function listErrors(
  { imports }: ImportSession,
  { id, clinicId }: OfClinic,
): Promise<readonly RowProblem[]> {
  const errors: RowProblem[] = [];
  for (;;) {
    const page = await imports.problems(SYSTEM, { clinicId, id, skip: errors.length, limit: PAGE }, 'error');
    errors.push(...page);
    if (page.length < PAGE) return errors;
  }
}

function goesOn(id: string): string {
  return `This command ends here; import ${id} goes on without it: GET /api/v1/supplier-products/imports/${id}/`;
}
