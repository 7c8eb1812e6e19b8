import type { ListSheet } from '../../list-sheets.js';
import { exportedSuppliers, isOf } from '../exports/exported-list.js';
import { codeTest } from '../mappings/code-pattern.js';
import type { KeyedMapping, SupplierMapping } from '../mappings/mapping.js';
import { matchesGlob } from '../mappings/sheet-glob.js';
import { foldText } from '../reading/clean-text.js';
import { findHeader, type Header, topRows } from './header.js';
import { headingsOf } from './known-headings.js';
import { type Layout, unknownLayout } from './unknown-layout.js';

/** Whose list it is, or why that is not known. */
export type Recognition =
  | (KeyedMapping & {
      /** The catalogue itself has written it: its products are those of this supplier, and perhaps others. */
      readonly isExport: boolean;
    })
  | { readonly failure: 'no_header' }
  | { readonly failure: 'layout_unknown'; readonly layout: Layout }
  /** Another supplier's mapping fits better. */
  | { readonly failure: 'layout_mismatch'; readonly recognised: string };

/** A mapping names most of its headings in a list of its own. */
const OWN_SHARE = 0.6;
/** By how much another mapping must fit better: one heading that only its supplier uses. */
const CLEARLY = 3;

interface Fit extends KeyedMapping {
  readonly headers: readonly Header[];
  readonly score: number;
  /** Which share of the mapping's fields stands under headings that it names. */
  readonly share: number;
}

/**
 * The mapping that reads a list: the `wanted` one, unless another fits clearly better, or the one that fits best. The sheets, brands
 * and codes of a list decide between mappings that know its headings equally well. A file that the catalogue has written says itself
 * whose products it holds.
 */
export function recognise(
  sheets: readonly ListSheet[],
  mappings: readonly KeyedMapping[],
  wanted: string | null,
): Recognition {
  const exported = exportedSuppliers(sheets);
  if (exported) return ofExport(exported, { sheets, mappings, wanted });
  const fits = mappings.map((keyed) => fitOf(sheets, keyed));
  const readable = fits.filter(({ headers }) => headers.length > 0);
  const asked = readable.find(({ key }) => key === wanted);
  if (asked) {
    const better = bestOf(readable.filter((fit) => isClearlyBetter(fit, asked)));
    return better ? { failure: 'layout_mismatch', recognised: better.key } : chosen(asked);
  }
  const own = bestOf(readable.filter(({ share }) => share >= OWN_SHARE));
  if (wanted !== null && own) return { failure: 'layout_mismatch', recognised: own.key };
  const found = wanted === null ? (unrivalled(sheets, readable) ?? null) : null;
  if (found) return chosen(found);
  return unknown(sheets, mappings);
}

/** The sheets that a mapping reads; a CSV has none that it could leave out. */
export function sheetsRead(sheets: readonly ListSheet[], { sheets: { include, exclude } }: SupplierMapping) {
  const isMatch = (name: string, patterns: readonly string[]) => patterns.some((one) => matchesGlob(name, one));
  const isRead = (name: string) => (include.length === 0 || isMatch(name, include)) && !isMatch(name, exclude);
  return sheets.filter(({ name, isNameless }) => isNameless || isRead(name));
}

/** Of a file with products of several suppliers somebody has to say whose are meant. */
function ofExport(
  named: ReadonlySet<string>,
  {
    sheets,
    mappings,
    wanted,
  }: {
    readonly sheets: readonly ListSheet[];
    readonly mappings: readonly KeyedMapping[];
    readonly wanted: string | null;
  },
): Recognition {
  const isNamed = ({ key }: KeyedMapping) => [...named].some((name) => isOf(name, key));
  const known = mappings.filter(isNamed);
  const asked = mappings.find(({ key }) => key === wanted);
  if (asked && (named.size === 0 || isNamed(asked))) return { ...asked, isExport: true };
  const [only, ...others] = known;
  if (asked && only) return { failure: 'layout_mismatch', recognised: only.key };
  if (wanted === null && only && others.length === 0) return { ...only, isExport: true };
  return unknown(sheets, mappings);
}

function unknown(sheets: readonly ListSheet[], mappings: readonly KeyedMapping[]): Recognition {
  const layout = unknownLayout(sheets, mappings);
  return layout === null ? { failure: 'no_header' } : { failure: 'layout_unknown', layout };
}

function chosen({ key, mapping }: Fit): Recognition {
  return { key, mapping, isExport: false };
}

function fitOf(sheets: readonly ListSheet[], { key, mapping }: KeyedMapping): Fit {
  const lookup = headingsOf(mapping);
  const headers = sheetsRead(sheets, mapping).flatMap((sheet) => findHeader(sheet, lookup) ?? []);
  const best = bestOf(headers);
  const named = new Set(best?.explicit);
  const share = named.size / Object.keys(mapping.columns).length;
  return { key, mapping, headers, score: best?.score ?? 0, share };
}

function isClearlyBetter(fit: Fit, asked: Fit): boolean {
  return (
    fit.key !== asked.key && fit.share >= OWN_SHARE && fit.share > asked.share && fit.score >= asked.score + CLEARLY
  );
}

function bestOf<Scored extends { readonly score: number }>(all: readonly Scored[]): Scored | undefined {
  return all.toSorted((one, other) => other.score - one.score)[0];
}

/**
 * The one that fits best, where a list says enough of its supplier: by headings that only one of them knows, else by names and codes, else
 * by the only one that names headings which all of them know.
 */
function unrivalled(sheets: readonly ListSheet[], readable: readonly Fit[]): Fit | undefined {
  const top = readable.filter(({ score }) => score === bestOf(readable)?.score);
  const [only, ...rivals] = top;
  if (only && rivals.length === 0 && only.share >= OWN_SHARE) return only;
  const supported = top.map((fit) => ({ fit, score: evidence(sheets, fit) })).filter(({ score }) => score > 0);
  const best = bestOf(supported);
  if (best) return supported.filter(({ score }) => score === best.score).length === 1 ? best.fit : undefined;
  const owners = top.filter(({ share }) => share >= OWN_SHARE);
  return owners.length === 1 ? owners[0] : undefined;
}

/** Whether a list names the supplier or its brand above or below its headings, and has codes of its shape. */
function evidence(sheets: readonly ListSheet[], { key, mapping, headers }: Fit): number {
  const names = [key, mapping.supplierName, mapping.brandName ?? key].map(foldText);
  const texts = sheets.flatMap((sheet) => [sheet.name, ...topRows(sheet).flatMap(({ cells }) => cells)]);
  const isNamed = texts.some((text) => names.some((name) => ` ${foldText(text)} `.includes(` ${name} `)));
  return (isNamed ? 1 : 0) + (hasItsCodes(mapping, headers) ? 1 : 0);
}

function hasItsCodes({ codePattern }: SupplierMapping, headers: readonly Header[]): boolean {
  if (codePattern === null) return false;
  const isIts = codeTest(codePattern);
  const codes = headers.flatMap(({ sheet, headerRow, columns }) => {
    const column = columns.find(({ field }) => field === 'product_code')?.index;
    if (column === undefined) return [];
    return sheet.rows.filter(({ row }) => row > headerRow).map(({ cells }) => cells[column] ?? '');
  });
  const printed = codes.filter((code) => code !== '').slice(0, 200);
  return printed.length > 0 && printed.filter(isIts).length * 2 > printed.length;
}
