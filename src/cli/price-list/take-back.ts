import { SYSTEM } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import { findClinic } from './clinic.js';
import type { UndoOptions } from './options.js';
import { outcomeText } from './report.js';
import { decide, follow, type ImportSession, INTERRUPTED, printData, say } from './session.js';

/**
 * Takes an applied import back, whole. Returns the exit code of the command.
 * @throws DomainError not_found, invalid_transition, import_running, undo_blocked with the later imports
 */
export async function takeBack(session: ImportSession, { importId, reason, clinic }: UndoOptions): Promise<number> {
  const clinicId = await clinicOf(session, importId, clinic);
  await decide(session, clinicId, { importId, decision: 'undo', reason });
  const found = await follow(session, { id: importId, clinicId });
  if (found === null) return INTERRUPTED;
  say(session, outcomeText(found));
  printData(session, found);
  return found.state === 'undone' ? 0 : 1;
}

/** An import belongs to one clinic, which need not be named. */
async function clinicOf({ unitOfWork }: ImportSession, importId: string, slug: string | null): Promise<string> {
  if (slug !== null) return findClinic(unitOfWork, slug);
  const found = await unitOfWork.withScope(SYSTEM, ({ supplierImports }) => supplierImports.find(importId));
  if (!found) throw notFound('Import');
  return found.clinicId;
}
