// Products of suppliers in a draft that came from elsewhere: as the draft says them, to be kept or taken out.
import { answerOf, api } from '../../api.js';
import type { SupplierProductDetails } from '../../catalogue/answers.js';
import { packWords, productName, strengthWords } from '../../catalogue/words.js';
import type { KeptProduct } from '../../prescribing.js';
import { Button, Facts } from '../page.js';

/** With what the catalogue says of each. @throws Refusal */
export function readProducts(all: readonly KeptProduct['known'][]): Promise<readonly KeptProduct[]> {
  return Promise.all(
    all.map(async (known, at) => {
      const params = { path: { id: known.product } };
      const product = await answerOf(api.GET('/api/v1/supplier-products/{id}', { params }));
      const name = productName(product);
      const card = (remove: () => void) => <Card key={`product-${at}`} {...{ name, product, known, remove }} />;
      return { name, known, card };
    }),
  );
}

interface CardProps extends Pick<KeptProduct, 'name' | 'known'> {
  readonly product: SupplierProductDetails;
  readonly remove: () => void;
}

function Card({ name, product, known, remove }: CardProps) {
  const { quantity, repeats, repeat_interval_days: days } = known;
  return (
    <section class="card item" aria-label={name}>
      <h2>{name}</h2>
      <Facts
        of={[
          ['Supplier', product.supplier_name],
          ['What it is', [strengthWords(product), packWords(product)].filter(Boolean).join(' · ')],
          ['Directions', `${known.dosage}\n${known.instructions}`],
          ['Packs', quantity],
          ['Repeats', days ? `${repeats}, ${days} days apart` : repeats],
          ['Authority number', known.authority_code],
          ['Approval', known.approval_number ?? (known.approval && 'Named by the draft')],
        ]}
      />
      <div class="actions">
        <Button aria-label={`Take out ${name}`} onClick={remove}>
          Take out
        </Button>
      </div>
    </section>
  );
}
