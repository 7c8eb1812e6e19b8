import type { StarterItem } from '../starter-medicine.js';
import { STARTER_HEART } from './starter-heart.js';
import { STARTER_HORMONES } from './starter-hormones.js';
import { STARTER_INFECTION } from './starter-infection.js';
import { STARTER_MIND } from './starter-mind.js';
import { STARTER_OTHER } from './starter-other.js';
import { STARTER_PAIN } from './starter-pain.js';

/**
 * Raised by whoever changes the starter formulary or the table of ingredients: only a higher edition than the one in the
 * database is loaded, so that an older build that migrates again takes nothing back.
 */
export const STARTER_EDITION = 3;

/** The formulary that is there in every installation. */
export const STARTER: readonly StarterItem[] = [
  ...STARTER_INFECTION,
  ...STARTER_PAIN,
  ...STARTER_MIND,
  ...STARTER_HEART,
  ...STARTER_HORMONES,
  ...STARTER_OTHER,
];
