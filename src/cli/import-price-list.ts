import { catalogue } from '../composition/catalogue.js';
import { compose } from '../composition/compose.js';
import type { Settings } from '../config/schema.js';
import { DomainError } from '../domain/errors.js';
import { assertSchema } from './preflight.js';
import { bringIn } from './price-list/bring-in.js';
import { readOptions } from './price-list/options.js';
import { refusalText } from './price-list/report.js';
import { takeBack } from './price-list/take-back.js';
import { ownTerminal, type Terminal } from './price-list/terminal.js';
import { Unfit } from './unfit.js';

/**
 * `import <supplier|auto> <file> [--preview | --yes] [--partial] [--clinic <slug>] [--json]`, `import --undo <import id> --reason
 * <text>`: a price list into the catalogue of a clinic, or out of it again, by the same workflow as from a browser. Returns 0 when every
 * row is good, 2 when rows are in error or something holds the list, 1 when it failed, and 130 when somebody has ended the command,
 * which does not end the import.
 * @throws Unfit with a sentence for whoever has typed it
 */
export async function importPriceList(
  settings: Settings,
  args: readonly string[],
  stop: AbortSignal,
  terminal: Terminal = ownTerminal(),
): Promise<number> {
  const options = readOptions(args);
  // The worker's own role: the shell can do no more than a worker.
  const core = compose(settings, 'import');
  const { unitOfWork } = core;
  const imports = catalogue.services(core).supplierImports;
  const session = { unitOfWork, imports, terminal, stop, isJson: options.json };
  try {
    await assertSchema(core.pool);
    if (options.kind === 'undo') return await takeBack(session, options);
    return await bringIn(session, options, settings.IMPORT_MAX_FILE_MB);
  } catch (error) {
    throw error instanceof DomainError ? new Unfit(refusalText(error)) : error;
  } finally {
    await core.close();
  }
}
