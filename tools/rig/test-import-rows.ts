import { randomUUID } from 'node:crypto';
import type { UploadFact } from './import-facts.js';
import type { AskedFact } from './prescribing-facts.js';

export type Row = Readonly<Record<string, unknown>>;

/** What stands in the tables, and what runs, in a scene in which all is well. */
export interface TestRows {
  readonly rows: readonly (readonly [table: string, row: Row])[];
  readonly runs: readonly { readonly id: string; readonly isRunning: boolean }[];
}

export const APPLIED = new Date('2026-11-30T01:00:00Z');
export const LATER = new Date('2026-11-30T02:00:00Z');

export interface TestList {
  readonly state: 'applied' | 'undone' | 'cancelled' | 'previewed';
  readonly prices: Readonly<Record<string, number>>;
  readonly base: number;
}

/** Where an import comes from. */
export interface TestOrigin {
  readonly clinic: string;
  readonly supplier: string;
  readonly source: 'upload' | 'pull';
}

/** A list of which all is well: its import, and what whoever sent it knows. */
export function written({ clinic, supplier, source }: TestOrigin, { state, prices, base }: TestList, stock: number) {
  const id = randomUUID();
  const fileName = `chaos-${stock}.csv`;
  const count = Object.keys(prices).length;
  const wasApplied = state === 'applied' || state === 'undone';
  const fact: UploadFact = {
    ...{ ...answered(), fileName, supplier, coverage: 'full', stock, id },
    prices: new Map(Object.entries(prices)),
  };
  const row = {
    ...{ id, clinic_id: clinic, supplier, state, mode: 'preview', coverage: 'full', source },
    ...{ file_name: fileName, file_sha256: id, file_size: 1, document: id, rows_total: count, base_version: base },
    done: wasApplied ? { created: count, updated: 0, reactivated: 0, unchanged: 0 } : null,
    ...{ created_at: APPLIED, updated_at: APPLIED, applied_at: wasApplied ? APPLIED : null },
  };
  return { id, fact, row };
}

export function productRow(
  { clinic, supplier }: TestOrigin,
  { code, price, stock, importId, ...more }: { code: string; price: number; stock: number; importId: string } & Row,
) {
  return {
    ...{ id: randomUUID(), clinic_id: clinic, supplier, key: code, active: true, withdrawn: false },
    content: {
      productCode: code,
      productName: code,
      wholesalePrice: price,
      stockQuantity: stock,
      stockStatus: 'in_stock',
    },
    ...{ first_seen_at: APPLIED, last_updated: LATER, import_id: importId, sheet: 'list', row: 2, ...more },
  };
}

export function priceRow(clinic: string, product: string, importId: string, cents: number) {
  const move = { product_id: product, import_id: importId, is_undo: false, clinic_id: clinic };
  return { ...move, at: APPLIED, wholesale_price: cents, retail_price: null };
}

export function audited(id: string, what: string) {
  const by = { actor_kind: 'system', actor_label: 'test', content_hash: `1:${'0'.repeat(64)}`, content_mac: 'x' };
  const about = { action: `supplier_import.${what}`, entity: 'supplier_import', entity_id: id };
  return ['audit_events', { id: randomUUID(), happened_at: new Date(), ...about, ...by }] as const;
}

export function answered(): AskedFact {
  return { key: randomUUID(), outcome: 'done', statuses: [202], code: null };
}
