import { randomUUID } from 'node:crypto';
import type { PriceListFact } from '../rig/import-facts.js';
import type { Random } from '../rig/random.js';

const COLUMNS = 'product_code,product_name,strength,dose_form,pack,price,stock_quantity';

/** Makes price lists, each unlike all others of the run. */
export class PriceLists {
  private made = 0;

  constructor(
    private readonly rows: number,
    private readonly random: Random,
  ) {}

  next(supplier: string, coverage: PriceListFact['coverage']): PriceListFact {
    this.made += 1;
    const stock = this.made;
    return { fileName: `chaos-${stock}-${randomUUID()}.csv`, supplier, coverage, prices: this.prices(), stock };
  }

  /** A window of the supplier's products: some come, some go, some come back. */
  private prices(): ReadonlyMap<string, number> {
    const { rows, random } = this;
    const first = random.between(0, Math.ceil(rows / 8));
    const price = () => random.between(1_000, 1_300);
    return new Map(Array.from({ length: rows }, (_, at) => [`CH${String(first + at).padStart(6, '0')}`, price()]));
  }
}

export function csvOf({ prices, stock }: PriceListFact): string {
  const rows = [...prices].map(
    ([code, cents]) => `${code},Product ${code},THC 10 mg/mL,oral liquid,30 mL,${(cents / 100).toFixed(2)},${stock}`,
  );
  return `${[COLUMNS, ...rows].join('\r\n')}\r\n`;
}
