import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../domain/actor.js';
import { BUILT_IN } from '../../domain/catalogue/suppliers/built-in.js';
import { DomainError } from '../../domain/errors.js';
import { deriveId } from '../../usecases/idempotency/derive-id.js';
import { Unfit } from '../unfit.js';
import { findClinic } from './clinic.js';
import { readListFile } from './list-file.js';
import type { Go, ImportOptions } from './options.js';
import { exitCodeOf, outcomeText, previewText, refusalText } from './report.js';
import {
  decide,
  follow,
  type ImportSession,
  INTERRUPTED,
  isUnavailable,
  listErrors,
  type OfClinic,
  printData,
  say,
} from './session.js';

const QUESTION = 'Apply it? y: yes; c: no, cancel it; anything else leaves it previewed: ';

/**
 * Imports a price list: shows the preview, and asks for a go where somebody is there to give it. Returns the exit code of the command.
 * @param maxMb how large a file may be, in MB
 * @throws Unfit, DomainError with a sentence for whoever has typed it
 */
export async function bringIn(session: ImportSession, options: ImportOptions, maxMb: number): Promise<number> {
  if (options.go === 'ask' && !session.terminal.isAttended) {
    throw new Unfit('Nobody can be asked for a go here. Say --yes to apply the list, or --preview to look at it.');
  }
  const of = await submit(session, options, maxMb);
  if (of === null) return INTERRUPTED;
  for (let isShown = false; ; isShown = true) {
    const found = await follow(session, of);
    if (found === null) return INTERRUPTED;
    const isPreview = found.state === 'previewed';
    // What was applied or cancelled behind a question has been shown before it.
    if (isPreview || !isShown) say(session, previewText(found, await listErrors(session, of)));
    const answer = isPreview ? await goOn(session, options.go) : 'end';
    if (answer === 'end') {
      say(session, outcomeText(found));
      printData(session, found);
      return session.stop.aborted ? INTERRUPTED : exitCodeOf(found);
    }
    await decideAnew(session, of, answer);
  }
}

/**
 * Sends the list; null when the command was ended before. The id is derived beforehand: a list that was stored while the engine was
 * unavailable is followed all the same.
 */
async function submit(session: ImportSession, options: ImportOptions, maxMb: number): Promise<OfClinic | null> {
  const { imports, unitOfWork, terminal } = session;
  const file = await readListFile(options.folder, options.file, maxMb);
  const clinicId = await findClinic(unitOfWork, options.clinic);
  if (session.stop.aborted) {
    terminal.note('This command was ended before anything was sent.');
    return null;
  }
  const key = { caller: 'shell', key: randomUUID() };
  const of = { id: deriveId(key, 'supplier-import'), clinicId };
  const list = {
    ...{ ...file, clinicId, source: 'shell' as const, supplier: options.supplier },
    mode: options.go === 'apply' ? ('apply' as const) : ('preview' as const),
    coverage: options.isPartial ? ('partial' as const) : null,
  };
  try {
    await imports.submit(SYSTEM, list, key);
  } catch (error) {
    if (error instanceof DomainError && error.details.field === 'supplier') throw unknownSupplier(options.supplier);
    const isStored = isUnavailable(error) && (await stored(session, of));
    if (!isStored) throw error;
    terminal.note(`${error.message} Import ${of.id} is stored, and goes on when the engine answers.`);
  }
  return of;
}

function stored({ unitOfWork }: ImportSession, { id }: OfClinic): Promise<boolean> {
  return unitOfWork.withScope(SYSTEM, async ({ supplierImports }) => (await supplierImports.find(id)) !== null);
}

function unknownSupplier(key: string | null): Unfit {
  const keys = BUILT_IN.map((one) => one.key).join(', ');
  return new Unfit(
    `No supplier has the key "${key}". Built in: ${keys}; a clinic's own by their keys; auto recognises the list.`,
  );
}

/** A held list needs a person: `--yes` was said before anybody has seen what it would change. */
async function goOn({ terminal, stop }: ImportSession, go: Go): Promise<'apply' | 'cancel' | 'end'> {
  if (go === 'apply') terminal.note('It is held: somebody has to look at it. Without --yes, a terminal asks for a go.');
  if (go !== 'ask') return 'end';
  const answer = (await terminal.ask(QUESTION, stop))?.trim().toLowerCase();
  if (answer === 'y' || answer === 'yes') return 'apply';
  return answer === 'c' || answer === 'cancel' ? 'cancel' : 'end';
}

/** A preview that is out of date is made anew, shown and asked about once more. */
async function decideAnew(
  session: ImportSession,
  { id, clinicId }: OfClinic,
  decision: 'apply' | 'cancel',
): Promise<void> {
  try {
    await decide(session, clinicId, { importId: id, decision, reason: null });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code !== 'preview_stale') throw new Unfit(`${refusalText(error)}\nImport ${id} stays previewed.`);
    session.terminal.note(error.message);
  }
}
