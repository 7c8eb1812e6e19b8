import { parseArgs } from 'node:util';
import { isUuid } from '../../domain/ids.js';
import { Unfit } from '../unfit.js';

/** What is to happen to a list: it is only previewed, applied unless something holds it, or somebody at the terminal is asked. */
export type Go = 'preview' | 'apply' | 'ask';

interface Shared {
  /** Slug; null: the only clinic that there is, or the import's. */
  readonly clinic: string | null;
  /** The import is printed as the API gives it. */
  readonly json: boolean;
}

export interface ImportOptions extends Shared {
  readonly kind: 'import';
  /** Null: it is recognised. */
  readonly supplier: string | null;
  /** A path, relative to `folder`. */
  readonly file: string;
  readonly folder: string;
  readonly go: Go;
  /** What is not in the list stays active. */
  readonly isPartial: boolean;
}

export interface UndoOptions extends Shared {
  readonly kind: 'undo';
  readonly importId: string;
  readonly reason: string;
}

const USAGE = `import takes a supplier and a file, or an import to take back:
  import <supplier|auto> <file> [--preview | --yes] [--partial] [--clinic <slug>] [--json]
  import --undo <import id> --reason <text> [--clinic <slug>] [--json]`;

/** As long as the API takes it. */
const LONGEST_REASON = 500;

const FLAG = { type: 'boolean', default: false } as const;
const TEXT = { type: 'string' } as const;
const OPTIONS = {
  preview: FLAG,
  partial: FLAG,
  yes: FLAG,
  json: FLAG,
  clinic: TEXT,
  undo: TEXT,
  reason: TEXT,
  // Not in the usage: npm runs the command in the product's folder, and its launcher says here where the caller stands.
  in: TEXT,
} as const;

/** @throws Unfit with a sentence that says what is right */
export function readOptions(args: readonly string[]): ImportOptions | UndoOptions {
  const { values, positionals } = parsed(args);
  const { clinic = null, json, undo, reason } = values;
  const { preview, partial, yes } = values;
  if (undo !== undefined) {
    if (positionals.length > 0 || preview || partial || yes) throw new Unfit(USAGE);
    return { kind: 'undo', importId: importIdOf(undo), reason: reasonOf(reason), clinic, json };
  }
  const [supplier, file, ...others] = positionals;
  if (!supplier || !file || others.length > 0 || reason !== undefined) throw new Unfit(USAGE);
  if (preview && yes) throw new Unfit('Choose one of --preview and --yes.');
  const go = preview ? 'preview' : yes ? 'apply' : 'ask';
  const known = supplier === 'auto' ? null : supplier;
  return { kind: 'import', supplier: known, file, folder: values.in ?? '.', go, isPartial: partial, clinic, json };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch {
    // Whatever was wrong with them: the usage says what is right.
    throw new Unfit(USAGE);
  }
}

function importIdOf(given: string): string {
  const id = given.toLowerCase();
  if (!isUuid(id)) throw new Unfit('--undo takes the id of an import, as its report prints it.');
  return id;
}

function reasonOf(given: string | undefined): string {
  const reason = given?.trim() ?? '';
  if (reason === '' || reason.length > LONGEST_REASON) {
    throw new Unfit(`--undo needs --reason: why the import is taken back, in at most ${LONGEST_REASON} characters.`);
  }
  return reason;
}
