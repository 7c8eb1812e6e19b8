import type { Drug } from '../drug.js';
import { foldName } from '../fold.js';

/**
 * By what a list finds an item again: its PBS code, else the code of whoever made the list, each with the brand (one code may have
 * several); without a code by name, strength, form, pack and manufacturer.
 */
export function listKeyOf(
  drug: Pick<
    Drug,
    'pbsCode' | 'localCode' | 'genericName' | 'brandName' | 'strength' | 'form' | 'pack' | 'manufacturer'
  >,
): string {
  const { pbsCode, localCode, genericName, brandName, strength, form, pack, manufacturer } = drug;
  const brand = foldName(brandName ?? '');
  if (pbsCode !== null) return `pbs ${pbsCode}|${brand}`;
  if (localCode !== null) return `code ${localCode.trim().toLowerCase()}|${brand}`;
  const packed = pack === null ? '' : `${pack.size} ${pack.unit}`;
  return ['name', genericName, brand, strength, form, packed, manufacturer ?? ''].map(foldName).join('|');
}
