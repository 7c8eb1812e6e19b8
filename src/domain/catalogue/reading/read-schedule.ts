import type { ProductSchedule } from '../product.js';
import { cleanText, foldText } from './clean-text.js';

/** What labels print for a schedule (Poisons Standard). */
const LABELS: Readonly<Record<string, ProductSchedule>> = {
  'pharmacy medicine': 'S2',
  'pharmacist only medicine': 'S3',
  'pharmacist only': 'S3',
  'prescription only medicine': 'S4',
  'prescription only': 'S4',
  pom: 'S4',
  'controlled drug': 'S8',
  unscheduled: 'unscheduled',
  'not scheduled': 'unscheduled',
  'general sale': 'unscheduled',
};
const NUMBERED: Readonly<Record<string, ProductSchedule>> = { 2: 'S2', 3: 'S3', 4: 'S4', 8: 'S8' };

/** The schedule of a product; null where nothing is said, where two are (`S8/S4`), or one that no product here can have. */
export function readSchedule(text: string): ProductSchedule | null {
  const folded = foldText(cleanText(text));
  const numbers = [...folded.matchAll(/(?:^| )(?:poisons? )?(?:schedule|sched|sch|s)? ?(\d+)(?: 0)?(?= |$)/g)];
  const words = folded.replaceAll(/(?:^| )(?:poisons? )?(?:schedule|sched|sch|s)? ?\d+(?: 0)?(?= |$)/g, ' ').trim();
  const label = Object.hasOwn(LABELS, words) ? LABELS[words] : undefined;
  const [first, ...others] = numbers;
  if (!first) return label ?? null;
  const numbered = NUMBERED[first[1] ?? ''] ?? null;
  if (others.length > 0 || (words !== '' && label !== numbered)) return null;
  return numbered;
}
