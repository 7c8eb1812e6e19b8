/** What a list can say of a medicine. */
export const LIST_FIELDS = [
  'pbs_code',
  'local_code',
  'generic_name',
  'active_ingredient',
  'brand_name',
  'form_and_strength',
  'form',
  'strength',
  'route',
  'pack',
  'manufacturer',
  'atc',
  'schedule',
] as const;
export type DrugListField = (typeof LIST_FIELDS)[number];

/** Headings under which lists have a field, without blanks, marks and case. A field's own name is always one. */
const SYNONYMS: Readonly<Record<DrugListField, readonly string[]>> = {
  pbs_code: ['itemcode', 'pbsitemcode', 'pbsitem', 'pbscode', 'pbs'],
  local_code: ['code', 'drugcode', 'productcode', 'sku', 'ownid', 'internalcode'],
  generic_name: ['drugname', 'drug', 'generic', 'medicine', 'medicinename', 'liname', 'listedname'],
  active_ingredient: ['activeingredients', 'ingredient', 'ingredients', 'moleculename', 'molecule'],
  brand_name: ['brand', 'tradename', 'tradebrandname', 'productname'],
  form_and_strength: ['formstrength', 'strengthform', 'formandstrength', 'strengthandform', 'formulation', 'liform'],
  form: ['doseform', 'dosageform', 'pharmaceuticalform'],
  strength: ['strengths', 'dosestrength'],
  route: ['routeofadministration', 'mannerofadministration'],
  pack: ['packsize', 'packquantity', 'packqty', 'pricingquantity'],
  manufacturer: ['company', 'sponsor', 'manufacturername', 'responsibleperson'],
  atc: ['atccode', 'atc5', 'atc5code', 'whoatc'],
  schedule: ['poisonschedule', 'poisonsschedule', 'susmp'],
};

const FIELD_OF: ReadonlyMap<string, DrugListField> = new Map(
  LIST_FIELDS.flatMap((field) => [folded(field), ...SYNONYMS[field]].map((heading) => [heading, field] as const)),
);

/** In the first rows of a sheet; titles and notes stand above. */
export const HEADER_WITHIN = 15;

/** A column of a list; `field` is null where its heading says nothing to us. */
export interface Column {
  readonly index: number;
  readonly heading: string;
  readonly field: DrugListField | null;
}

/** The columns under a row of headings; null where it is no such row: a list names its medicines, with their form or strength. */
export function columnsUnder(cells: readonly string[]): readonly Column[] | null {
  const seen = new Set<DrugListField>();
  const columns = cells.flatMap((heading, index): Column[] => {
    if (heading === '') return [];
    const found = FIELD_OF.get(folded(heading)) ?? null;
    // The first of two columns of one meaning counts.
    const field = found !== null && seen.has(found) ? null : found;
    if (field) seen.add(field);
    return [{ index, heading, field }];
  });
  const isNamed = seen.has('generic_name') || seen.has('active_ingredient');
  const isDescribed = seen.has('form_and_strength') || (seen.has('form') && seen.has('strength'));
  return isNamed && isDescribed ? columns : null;
}

/** `A` of column 0, `AB` of 27. */
export function columnLetter(index: number): string {
  const before = Math.floor(index / 26);
  return `${before > 0 ? columnLetter(before - 1) : ''}${String.fromCharCode(65 + (index % 26))}`;
}

function folded(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
