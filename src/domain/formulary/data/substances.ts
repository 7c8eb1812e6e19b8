import type { Substance } from '../substance.js';
import { BESIDE_MEDICINES } from './substances-beside.js';
import { OF_HEART_AND_VESSELS } from './substances-heart.js';
import { AGAINST_INFECTION } from './substances-infection.js';
import { OF_MIND_AND_NERVES } from './substances-mind.js';
import { OF_HORMONES, OF_OTHER_ORGANS } from './substances-other.js';
import { AGAINST_PAIN } from './substances-pain.js';

/**
 * The table of ingredients: every active substance that the product knows. What is not in it has no schedule, no class and no
 * other name. A change of the law is a change of a row, with its source and the day on which it was looked at.
 */
export const SUBSTANCES: readonly Substance[] = [
  ...AGAINST_INFECTION,
  ...AGAINST_PAIN,
  ...OF_MIND_AND_NERVES,
  ...OF_HEART_AND_VESSELS,
  ...OF_HORMONES,
  ...OF_OTHER_ORGANS,
  ...BESIDE_MEDICINES,
];
