import { TGA_CATEGORIES, type TgaCategory } from '../product.js';
import { cleanText, isPlaceholder } from './clean-text.js';

export interface Category {
  /** `Category n` for a category of the TGA, else as printed. */
  readonly category: string | null;
  readonly tgaCategory: TgaCategory | null;
}

const PRINTED =
  /^(?:TGA\s*)?(?:categor(?:y|ies)|cat)?\.?\s*[:#-]?\s*(?:no\.?\s*)?([1-5])(?:\.0+)?(?:\s*[-–—:(,]\s*[^\d/&]*)?$/i;

/** What the category means, beside its number: `Category 1 (CBD ≥ 98 %)`. */
const SHARE = /\s*\([^()]*%[^()]*\)$/;

/** A category of the TGA by its number, however it is printed: `Cat. 3`, `TGA Category 3 (balanced)`, `3`. */
export function readCategory(text: string): Category {
  const cleaned = cleanText(text);
  if (isPlaceholder(cleaned)) return { category: null, tgaCategory: null };
  const number = Number(PRINTED.exec(cleaned.replace(SHARE, ''))?.[1]);
  const tgaCategory = TGA_CATEGORIES.find((one) => one === number) ?? null;
  return { category: tgaCategory === null ? cleaned : `Category ${tgaCategory}`, tgaCategory };
}
