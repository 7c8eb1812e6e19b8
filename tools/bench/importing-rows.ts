import type { Field, Pair, Size } from './field.js';
import { FILTERS, Importing } from './importing.js';
import { load } from './reads.js';

const MOST_GROWN_MB = 250;
/** Readings of the p95 without an import, each round. */
const READ = 100;

/** Price lists of 20,000 rows, and the list of products, each beside what it is measured by. */
export async function importingPairs(
  { product, bare }: Field,
  { connections, seconds }: Size,
): Promise<readonly Pair[]> {
  const importing = await Importing.open(product);
  const of = (work: () => Promise<number>) => () => Promise.race([work(), product.died]);
  const list = (readers: readonly { readonly token: string }[]) => {
    let turn = 0;
    const calls = () => {
      const token = readers[turn++ % readers.length]?.token;
      return { path: `/api/v1/supplier-products/?${FILTERS}`, headers: { authorization: `Bearer ${token}` } };
    };
    return load({ url: product.url, calls, connections, seconds });
  };
  const large = () => list(product.population.doctors);
  return [
    {
      // Bare parses the file and copies its rows.
      about: { what: 'catalogue, import of 20,000 rows', unit: 's', target: { atMost: 5 } },
      ours: of(() => importing.importNew()),
      bare: () => importing.parseAndCopy(),
    },
    {
      about: { what: 'catalogue, import of an unchanged list', unit: 's', target: { atMost: 4 } },
      ours: of(() => importing.importSame()),
      bare: () => importing.parseAndCopy(),
    },
    {
      // Bare is the product while nothing is imported.
      about: { what: 'catalogue, reading while a list is imported', unit: 'ms p95', target: { atMost: 2 } },
      ours: of(() => importing.readingWhileImporting()),
      bare: of(() => importing.readingAlone(READ)),
    },
    {
      // Bare is what is allowed.
      about: { what: 'catalogue, worker grows by, for 20,000 rows', unit: 'MB', target: { atMost: 1 } },
      ours: async () => importing.grownMb,
      bare: async () => MOST_GROWN_MB,
    },
    {
      about: { what: 'catalogue, three filters on 100,000 products', unit: 'per s', target: { atLeast: 0.6 } },
      ours: of(large),
      bare: () => load({ url: bare.routesUrl, calls: () => ({ path: '/products' }), connections, seconds }),
    },
    {
      // Bare is the product with 1,000 products. At most 1.5 times the time: at least two thirds of the rate.
      about: { what: 'catalogue, three filters on 100,000 and on 1,000', unit: 'per s', target: { atLeast: 0.667 } },
      ours: of(large),
      bare: of(() => list(importing.readersOfSmall)),
    },
  ];
}
