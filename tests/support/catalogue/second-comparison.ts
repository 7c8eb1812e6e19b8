/** What of a product, as the API shows it, a comparison is computed from. */
export interface Listed {
  readonly id: string;
  readonly supplier: string;
  readonly dose_form: string | null;
  readonly strength_unit: string | null;
  readonly thc: number | null;
  readonly cbd: number | null;
  readonly thc_bound: string;
  readonly cbd_bound: string;
  readonly pack: { readonly size: number; readonly unit: string } | null;
  readonly price: string;
  readonly price_per_mg: string | null;
  readonly price_per_unit: string | null;
  readonly stock_status: string;
}

/** A number as a fraction of whole numbers. */
type Fraction = readonly [over: bigint, under: bigint];

/** The units that fit a form (domain facts, section 3), and what its pack then counts. */
const FITS: Readonly<Record<string, string>> = {
  'oral_liquid mg/mL': 'mL',
  'inhalation_liquid mg/mL': 'mL',
  'dried_herb mg/g': 'g',
  'capsule mg/unit': 'unit',
  'pastille mg/unit': 'unit',
};

function fraction(value: number | string): Fraction {
  const [whole = '0', places = ''] = String(value).split('.');
  return [BigInt(whole + places), 10n ** BigInt(places.length)];
}
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
const over = (one: Fraction, [c, d]: Fraction): Fraction => times(one, [d, c]);
const isBelow = ([a, b]: Fraction, [c, d]: Fraction) => a * d < c * b;

/** Half up, with so many decimals. */
function rounded([a, b]: Fraction, places: number): string {
  const scale = 10n ** BigInt(places);
  const twice = (2n * a * scale) / b;
  const units = (twice + 1n) / 2n;
  return `${units / scale}.${String(units % scale).padStart(places, '0')}`;
}

const counted = (value: number | null, bound: string) => fraction(bound === 'below' ? 0 : (value ?? 0));
const total = ({ thc, thc_bound, cbd, cbd_bound }: Listed) => plus(counted(thc, thc_bound), counted(cbd, cbd_bound));

/** mg of THC and CBD in a pack; null where the unit, the form and the pack do not go together, or nothing is counted. */
function milligrams(product: Listed): Fraction | null {
  const { dose_form, strength_unit, pack } = product;
  const [amount] = total(product);
  if (!pack || amount === 0n || FITS[`${dose_form} ${strength_unit}`] !== pack.unit) return null;
  return times(total(product), fraction(pack.size));
}

/** Price per mg by the contract: wholesale price / ((THC + CBD) × pack size), four places, half up. */
export function perMg(product: Listed): string | null {
  const amount = milligrams(product);
  return amount && rounded(over(fraction(product.price), amount), 4);
}

/** One decimal; a part under 2 % of the total, or printed as below, is 0. */
function part(value: number | null, bound: string, all: Fraction): string {
  const amount = counted(value, bound);
  return isBelow(amount, times(all, [2n, 100n])) ? '0.0' : rounded(amount, 1);
}

/** Products of the same dose form, unit, THC and CBD. All of the samples have cannabinoids. */
export function groupsOf(products: readonly Listed[]): readonly (readonly Listed[])[] {
  const groups = new Map<string, Listed[]>();
  for (const product of products) {
    const { dose_form, strength_unit, thc, thc_bound, cbd, cbd_bound } = product;
    const all = total(product);
    const key = [dose_form, strength_unit, part(thc, thc_bound, all), part(cbd, cbd_bound, all)].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), product]);
  }
  return [...groups.values()];
}

/** What each of a group that is not out of stock costs: by mg where one is known, else by the unit of its pack. */
function rates(group: readonly Listed[]): readonly { readonly product: Listed; readonly rate: Fraction }[] {
  const offered = group.filter(({ stock_status }) => stock_status !== 'out_of_stock');
  const isByMg = offered.some((product) => milligrams(product));
  return offered.flatMap((product) => {
    const amount = isByMg ? milligrams(product) : product.pack && fraction(product.pack.size);
    return amount ? [{ product, rate: over(fraction(product.price), amount) }] : [];
  });
}

const cheapest = (rated: ReturnType<typeof rates>) =>
  rated.reduce<(typeof rated)[number] | null>((best, one) => {
    if (best === null || isBelow(one.rate, best.rate)) return one;
    return isBelow(best.rate, one.rate) || best.product.id < one.product.id ? best : one;
  }, null);

/** The lowest price of a group; of two the first by id. */
export function bestOf(group: readonly Listed[]): Listed | null {
  return cheapest(rates(group))?.product ?? null;
}

/** What the rate of the next supplier that has stock would add to the best one's pack: to the cent, half up. */
export function savingsOf(best: Listed, group: readonly Listed[]): string {
  const all = rates(group);
  const own = all.find(({ product }) => product === best);
  const next = cheapest(all.filter(({ product }) => product.supplier !== best.supplier));
  if (!own || !next) return '0.00';
  const pack = over(fraction(best.price), own.rate);
  return rounded(plus(times(next.rate, pack), times(fraction(best.price), [-1n, 1n])), 2);
}
