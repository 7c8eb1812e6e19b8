import { holdSentence } from '../../../domain/catalogue/hold-sentence.js';
import type { Hold, ImportFailure } from '../../../domain/catalogue/imports.js';
import type { CatalogueScope } from '../../../models/repositories/catalogue/slice.js';
import type { SupplierImport } from '../../../models/repositories/catalogue/supplier-imports.js';
import type { ClinicsScope } from '../../../models/repositories/clinics/public.js';
import type { IdentityScope } from '../../../models/repositories/identity/public.js';
import type { SupportScope } from '../../../models/repositories/support/public.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from '../../identity/public.js';
import type { ShowEntry } from '../../payments/public.js';
import { managersOf } from '../managers.js';

/** What imports need that are shown to a person. */
export type ImportAttentionScope = CatalogueScope & ClinicsScope & IdentityScope & SupportScope;

export interface ImportAttentionDeps extends AccountMailDeps {
  readonly showEntry: ShowEntry;
}

/** What was opened, resolved and is to be mailed, by ids: whoever has committed passes it on. */
export interface AttentionChange {
  readonly opened: readonly string[];
  readonly resolved: readonly string[];
  readonly mails: readonly string[];
}

export const NO_ATTENTION_CHANGE: AttentionChange = { opened: [], resolved: [], mails: [] };

const HELD = 'import_held';
const FAILED = 'import_failed';

type Shown = Pick<SupplierImport, 'id' | 'clinicId' | 'supplier' | 'source'>;

/**
 * Shows a person that an import waits for them, and mails those who manage the catalogue, once for each import: a preview that is made
 * anew and held again opens an entry, and no second mail.
 */
export async function openHeld(
  deps: ImportAttentionDeps,
  scope: ImportAttentionScope,
  {
    found,
    holds,
    supplierName,
  }: { readonly found: Shown; readonly holds: readonly Hold[]; readonly supplierName: string },
  now: Date,
): Promise<AttentionChange> {
  if (holds.length === 0) return NO_ATTENTION_CHANGE;
  const { clinicId } = found;
  const wasShown = await scope.attention.wasOpened({ subjectId: clinicId, code: HELD, about: aboutOf(found.id) });
  const opened = await open(scope, found, { code: HELD, heldBy: holds.map(({ code }) => code) }, now);
  if (opened.length === 0 || wasShown) return { ...NO_ATTENTION_CHANGE, opened };
  const held = { supplierName, reasons: holds.map(holdSentence) };
  const mails: string[] = [];
  for (const { id: userId, email: recipient, firstName, timezone: zone } of await managersOf(scope, clinicId)) {
    const mail = { kind: 'import_attention', recipient, userId, clinicId, firstName, zone, link: null, held } as const;
    mails.push(await addAccountMail(deps, scope, mail, now));
  }
  return { ...NO_ATTENTION_CHANGE, opened, mails };
}

/** Shows a person that a list which came by itself could not be used. Whoever sends one in by hand sees it there. */
export async function openFailed(
  scope: ImportAttentionScope,
  found: Shown,
  { code: failure }: Pick<ImportFailure, 'code'>,
  now: Date,
): Promise<AttentionChange> {
  if (found.source !== 'pull') return NO_ATTENTION_CHANGE;
  return { ...NO_ATTENTION_CHANGE, opened: await open(scope, found, { code: FAILED, failure }, now) };
}

/** Withdraws what was shown of a hold, because somebody has decided, or nobody has in time. */
export async function closeHeld(
  scope: SupportScope,
  { id, clinicId }: Pick<SupplierImport, 'id' | 'clinicId'>,
  now: Date,
): Promise<AttentionChange> {
  const entry = { subjectId: clinicId, code: HELD, about: aboutOf(id) } as const;
  const resolved = await scope.attention.resolveAbout(entry, 'keepwell', 'The import does not wait any more.', now);
  return { ...NO_ATTENTION_CHANGE, resolved };
}

/** After the commit. Never rejects: what cannot be passed on now, maintenance passes on. */
export async function showAttention(
  { showEntry }: Pick<ImportAttentionDeps, 'showEntry'>,
  { opened, resolved }: AttentionChange,
): Promise<void> {
  for (const entry of opened) await showEntry(entry, 'opened');
  for (const entry of resolved) await showEntry(entry, 'resolved');
}

/** After the commit; the mails, too. */
export async function passOnAttention(deps: ImportAttentionDeps, change: AttentionChange): Promise<void> {
  await showAttention(deps, change);
  for (const mail of change.mails) await sendAccountMail(deps, mail);
}

function aboutOf(importId: string): string {
  return `supplier-import/${importId}`;
}

async function open(
  scope: SupportScope & IdentityScope,
  { id, clinicId, supplier }: Shown,
  { code, ...more }: { readonly code: typeof HELD | typeof FAILED } & Readonly<Record<string, unknown>>,
  now: Date,
): Promise<readonly string[]> {
  const context = { import: id, supplier, ...more };
  const entry = await scope.attention.open({ clinicId, subjectId: clinicId, code, about: aboutOf(id), context }, now);
  if (entry === null) return [];
  const about = { action: 'attention.opened', entity: 'attention', entityId: entry, clinicId } as const;
  await scope.audit.record({ ...about, details: { code, import: id } }, now);
  return [entry];
}
