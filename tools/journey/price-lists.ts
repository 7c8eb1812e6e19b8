import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { JourneyError, until } from '../rig/instance.js';
import { PATIENCE_MS, say, type Tour } from './tour.js';

/** As suppliers have mailed them, each in a layout of its own, and not named to the product. */
const LISTS = ['botanitech', 'medreleaf', 'alma', 'phytoca', 'tasmanianBotanics'].map((name) => `${name}.xlsx`);
const IMPORTS = 'supplier-products/imports/';

/** Price lists of five suppliers become one catalogue, in which like products are compared. */
export async function imported(tour: Tour): Promise<void> {
  console.log('\n5. Five price lists, one catalogue');
  for (const name of LISTS) await importList(tour, name);
  const { admin, instance } = tour;
  const { product_comparison: groups } = await admin.call('GET', 'supplier-products/compare/?limit=200');
  const [best] = groups;
  if (!best) throw new JourneyError('No two suppliers have like products.');
  const { supplier, price, savings } = best.best_price ?? { supplier: 'nobody', price: 'none', savings: '0.00' };
  const compared = `${instance.api_url}/api/v1/supplier-products/compare/`;
  say(`${groups.length} products are offered by two suppliers or more (${compared}).`);
  say(`The first: ${best.match.reasons.join(', ')}; best price ${price} at ${supplier}, ${savings} saved.`);
}

async function importList({ admin, instance }: Tour, name: string): Promise<void> {
  const path = fileURLToPath(new URL(`../../tests/fixtures/suppliers/${name}`, import.meta.url));
  const form = new FormData();
  form.set('file', new Blob([readFileSync(path)]), name);
  const { id } = await admin.call('POST', IMPORTS, form);
  const reached = (states: readonly string[]) =>
    until(PATIENCE_MS, async () => {
      const found = await admin.call('GET', `${IMPORTS}${id}/`);
      return states.includes(found.state) && found;
    });
  const read = await reached(['previewed', 'failed']);
  if (read?.state !== 'previewed') throw new JourneyError(`${name} was not read: ${read?.failure?.message}`);
  const { supplier, rows_total: rows, rows_invalid: bad, preview } = read;
  say(`${name} is a list of ${supplier}: ${rows} rows, ${bad} in error; ${preview.products_created} new products.`);
  say(`  Its workflow: ${instance.temporal_ui_url}/namespaces/default/workflows/supplier-import%2F${id}`);
  if (bad > 0) say(`  Its rows in error, to be mended: ${instance.api_url}/api/v1/${IMPORTS}${id}/errors/?format=xlsx`);
  await admin.call('POST', `${IMPORTS}${id}/apply/`);
  const applied = await reached(['applied']);
  if (!applied) throw new JourneyError(`${name} was not applied.`);
  say(
    `  Applied: ${applied.products_created} created, ${applied.products_updated} changed, ${applied.unchanged} as they were.`,
  );
}
