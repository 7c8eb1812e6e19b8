import type { CatalogueContent } from '../../catalogue/public.js';
import { substanceOf } from '../../formulary/public.js';
import { type CannabisCategory, categoryOf } from '../law/cannabis.js';
import type { ProductCannabis } from './product.js';

/** Ingredients of a product with their strengths, in the same order, joined by ` + ` as items of the formulary have them. */
export interface ProductIngredients {
  readonly names: string;
  readonly strengths: string;
}

type Said = Pick<
  CatalogueContent,
  | 'thc'
  | 'cbd'
  | 'thcBound'
  | 'cbdBound'
  | 'strengthUnit'
  | 'strength'
  | 'tgaCategory'
  | 'doseForm'
  | 'activeIngredients'
  | 'genericName'
  | 'productName'
  | 'productCode'
>;

/**
 * What an approval has to say to cover a product; null for one without cannabinoids. A product of which no list says what is in it is taken
 * for cannabis of no known category: nobody can say that it needs no approval.
 */
export function cannabisOfProduct(content: Said): ProductCannabis | null {
  if (!hasFigures(content) && printedIngredients(content).every(({ name }) => isOtherSubstance(name))) return null;
  return { category: categoryOfProduct(content), doseForm: content.doseForm };
}

/** THC and CBD by their figures, with every other ingredient that the list prints; without such figures all that it prints. */
export function ingredientsOfProduct(content: Said): ProductIngredients {
  const cannabinoids = hasFigures(content) ? cannabinoidsOf(content) : [];
  const parts =
    cannabinoids.length > 0 ? [...cannabinoids, ...ingredientsBesideFigures(content)] : printedIngredients(content);
  const names = parts.map(({ name }) => name).join(' + ');
  const isWhole = parts.every(({ strength }) => strength !== null);
  return { names, strengths: isWhole ? parts.map(({ strength }) => strength).join(' + ') : (content.strength ?? '') };
}

function hasFigures({ thc, cbd, tgaCategory }: Said): boolean {
  return thc !== null || cbd !== null || tgaCategory !== null;
}

function isOtherSubstance(name: string): boolean {
  const substance = substanceOf(name);
  return substance !== null && !substance.classes.includes('cannabinoid');
}

/** As the list says; else by the share of CBD, where both figures are printed as they are. */
function categoryOfProduct({ tgaCategory, thc, cbd, thcBound, cbdBound }: Said): CannabisCategory | null {
  if (tgaCategory !== null) return tgaCategory;
  if (thc === null || cbd === null || thcBound !== 'exact' || cbdBound !== 'exact' || thc + cbd === 0) return null;
  return categoryOf((cbd * 100) / (thc + cbd));
}

interface Part {
  readonly name: string;
  /** Null where it cannot be said in one number. */
  readonly strength: string | null;
}

const CANNABINOIDS = [
  ['tetrahydrocannabinol', 'thc', 'thcBound', [2, 3, 4, 5]],
  ['cannabidiol', 'cbd', 'cbdBound', [1, 2, 3, 4]],
] as const;

/**
 * The cannabinoids that make a product what it is. What is printed as below a number is a trace; so is the other cannabinoid of
 * category 1, of which the Poisons Standard allows 2 %. Of a category whose figures are missing the cannabinoids are known all the same.
 */
function cannabinoidsOf(content: Said): readonly Part[] {
  const category = categoryOfProduct(content);
  return CANNABINOIDS.flatMap(([name, part, partBound, ofCategories]): readonly Part[] => {
    const [value, bound] = [content[part], content[partBound]];
    const isImplied = ofCategories.some((one) => one === category);
    const isPrinted = value !== null && value > 0 && bound !== 'below' && !(category === 1 && name !== 'cannabidiol');
    if (!isPrinted) return isImplied && value === null ? [{ name, strength: null }] : [];
    const { strengthUnit } = content;
    const isNumber = bound === 'exact' && strengthUnit !== null;
    return [{ name, strength: isNumber ? `${value} ${strengthUnit.replace('/unit', '')}` : null }];
  });
}

/** All that is printed, except for what figures or the category have said: those say, too, which cannabinoid is only a trace. */
function ingredientsBesideFigures(content: Said): readonly Part[] {
  return content.activeIngredients.map(printedPart).filter(({ name }) => {
    const figure = CANNABINOIDS.find(([cannabinoid]) => cannabinoid === substanceOf(name)?.code)?.[1];
    if (figure !== undefined) return content[figure] === null && content.tgaCategory === null;
    return !/^(?:medicinal )?cannabis$/i.test(name);
  });
}

/** One ingredient without an amount has the strength of the product. */
function printedIngredients({
  activeIngredients,
  genericName,
  productName,
  productCode,
  strength,
}: Said): readonly Part[] {
  const texts = activeIngredients.length > 0 ? activeIngredients : [genericName ?? productName ?? productCode ?? ''];
  const parts = texts.map(printedPart);
  return parts.map((part) => (parts.length === 1 ? { ...part, strength: part.strength ?? strength } : part));
}

/** `Paracetamol 500mg` is 500 mg of paracetamol. The number of `Delta-9-THC` is no amount. */
function printedPart(text: string): Part {
  const said = text.trim().replace(/^(?:delta|[\u0394\u03b4\u2206])[\s-]*9[\s-]*/iu, '');
  const [, name = said, amount = ''] = /^(\D*?)[\s,(]*(\d.*?)\)?$/u.exec(said) ?? [];
  return { name: name === '' ? said : name, strength: amount === '' ? null : amount };
}
