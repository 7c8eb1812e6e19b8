import { toDecimal } from '../../domain/money.js';

/** An amount in minor units as documents print it: `150000` -> `1,500.00` */
export function figure(minor: number): string {
  return toDecimal(minor).replace(/\B(?=(\d{3})+\.)/g, ',');
}
