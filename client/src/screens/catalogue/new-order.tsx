import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { answerOf, api } from '../../api.js';
import type { SupplierProduct } from '../../catalogue/answers.js';
import { findProducts } from '../../catalogue/found.js';
import { linesOf } from '../../catalogue/order-lines.js';
import { useSuppliers } from '../../catalogue/suppliers.js';
import { packWords, productName } from '../../catalogue/words.js';
import { CatalogueScreen, StockTag } from '../../parts/catalogue/catalogue-screen.js';
import { Area, Choice, Field, Form, type Values } from '../../parts/form.js';
import { Button, List, Loaded, useLoad, useRetries } from '../../parts/page.js';
import { money } from '../../times.js';

const MOST = 100_000;

/** An order as it is written; the address says what it begins with. */
export default function NewOrder() {
  const { query } = useLocation();
  const begun = useLoad(async () => {
    const lines = linesOf(query.lines).map(async ([id, quantity]) => {
      const product = await answerOf(api.GET('/api/v1/supplier-products/{id}', { params: { path: { id } } }));
      return { product, quantity };
    });
    return Promise.all(lines);
  }, [query.lines]);
  const { choices } = useSuppliers();
  const [chosen, setChosen] = useState(query.supplier ?? '');
  return (
    <CatalogueScreen title="New order" back={['/app/catalogue/orders', 'Orders']}>
      <Choice
        name="supplier"
        label="Supplier"
        options={[['', 'Choose one'], ...choices]}
        defaultValue={chosen}
        changed={setChosen}
      />
      {chosen && (
        <Loaded of={begun}>
          {(lines) => (
            <WriteOrder
              key={chosen}
              supplier={chosen}
              begun={lines.filter(({ product }) => product.supplier === chosen)}
            />
          )}
        </Loaded>
      )}
    </CatalogueScreen>
  );
}

interface Line {
  readonly product: SupplierProduct;
  readonly quantity: number;
}

function WriteOrder({ supplier, begun }: { readonly supplier: string; readonly begun: readonly Line[] }) {
  const { route } = useLocation();
  const [lines, setLines] = useState(begun);
  const headersFor = useRetries();
  async function make({ note, ...quantities }: Values) {
    const ordered = lines.map(({ product }, at) => ({
      product: product.id,
      quantity: Number(quantities[`lines.${at}.quantity`]),
    }));
    const body = { supplier, lines: ordered, ...(note ? { note } : {}) };
    const how = { body, headers: headersFor(body) };
    const { id } = await answerOf(api.POST('/api/v1/supplier-products/purchase-orders', how));
    route(`/app/catalogue/orders/${id}`, true);
  }
  const add = (product: SupplierProduct) => setLines([...lines, { product, quantity: 1 }]);
  return (
    <>
      <AddProduct supplier={supplier} taken={lines.map(({ product }) => product.id)} add={add} />
      {lines.length > 0 && (
        <section class="card">
          <Form action="Make the order" submit={make}>
            {lines.map(({ product, quantity }, at) => (
              <div class="row" key={product.id}>
                <span>
                  <strong>{productName(product)}</strong>
                  <small>
                    {[packWords(product), `${money(product.price, product.currency)} a pack`]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </span>
                <Field
                  name={`lines.${at}.quantity`}
                  label={`Packs of ${productName(product)}`}
                  type="number"
                  min={1}
                  max={MOST}
                  defaultValue={String(quantity)}
                  required
                />
                <Button
                  look="link"
                  aria-label={`Take out ${productName(product)}`}
                  onClick={() => setLines(lines.filter((one) => one.product !== product))}
                >
                  Take out
                </Button>
              </div>
            ))}
            <Area
              name="note"
              label="Note to the supplier (optional)"
              hint="It is printed on the order."
              maxLength={1000}
            />
          </Form>
        </section>
      )}
    </>
  );
}

interface AddProductProps {
  readonly supplier: string;
  readonly taken: readonly string[];
  readonly add: (product: SupplierProduct) => void;
}

function AddProduct({ supplier, taken, add }: AddProductProps) {
  const [found, setFound] = useState<readonly SupplierProduct[] | null>(null);
  async function look({ search = '' }: Values) {
    setFound(await findProducts({ supplier, search }));
  }
  return (
    <section class="card search">
      <Form action="Search" submit={look}>
        <Field name="search" label="Product to order" hint="Name, code or cultivar." autocomplete="off" required />
      </Form>
      <div role="status">{found && <p class="hidden">{found.length} found</p>}</div>
      {found && (
        <List of={found.filter(({ id }) => !taken.includes(id))} empty={['search', 'Nothing else is found']}>
          {(one) => (
            <div class="row">
              <span>
                <strong>{productName(one)}</strong>
                <small>
                  {[one.product_code, packWords(one), money(one.price, one.currency)].filter(Boolean).join(' · ')}
                </small>
              </span>
              <StockTag of={one.stock_status} />
              <Button aria-label={`Add ${productName(one)}`} onClick={() => add(one)}>
                Add
              </Button>
            </div>
          )}
        </List>
      )}
    </section>
  );
}
