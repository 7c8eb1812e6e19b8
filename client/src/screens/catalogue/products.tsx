import { useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { api } from '../../api.js';
import type { SupplierProduct } from '../../catalogue/answers.js';
import { useSuppliers } from '../../catalogue/suppliers.js';
import { FORMS, packWords, productName, rateWords, SCHEDULES, strengthWords } from '../../catalogue/words.js';
import { CatalogueScreen, mayManage, StockTag } from '../../parts/catalogue/catalogue-screen.js';
import { PagedList } from '../../parts/catalogue/paged-list.js';
import { Choice, Field, Form, type Values } from '../../parts/form.js';
import { money } from '../../times.js';

const SHOWN = 50;
const ANY = ['', 'Any'] as const;
const CATEGORIES = [1, 2, 3, 4, 5].map((one) => [String(one), `Category ${one}`] as const);
const STOCKS = [ANY, ['true', 'What the supplier has'], ['false', 'Everything else']] as const;
const ACTIVE = [
  ['', 'On the latest lists'],
  ['false', 'Inactive'],
  ['all', 'All'],
] as const;
const SORTS = Object.entries({
  '': 'Name',
  price: 'Lowest price',
  price_per_mg: 'Lowest price per mg',
  '-thc': 'Most THC',
  '-cbd': 'Most CBD',
  '-stock': 'Most stock',
  '-updated': 'Changed last',
});
/** Bounds of the search that are numbers on the wire. */
const NUMBERS = ['thc_min', 'thc_max', 'cbd_min', 'cbd_max', 'price_per_mg_max'];

/** What suppliers offer. What is looked for stands in the address, so that a way back leads to it. */
export default function Products() {
  const { query, route } = useLocation();
  const asked = new URLSearchParams(query).toString();
  const form = useRef({ key: asked, sent: asked });
  // By another way than its own button: the form begins anew, with what the address says.
  if (form.current.sent !== asked) form.current = { key: asked, sent: asked };
  async function search(values: Values) {
    form.current.sent = new URLSearchParams(values).toString();
    route(`/app/catalogue?${form.current.sent}`);
  }
  return (
    <CatalogueScreen title="Catalogue">
      <Search key={form.current.key} query={query} submit={search} />
      <p class="hint">Wholesale prices without GST, as the suppliers’ latest lists have them.</p>
      <Found query={query} asked={asked} />
    </CatalogueScreen>
  );
}

interface SearchProps {
  readonly query: Values;
  readonly submit: (values: Values) => Promise<void>;
}

function Search({ query, submit }: SearchProps) {
  const suppliers = useSuppliers();
  const details = useRef<HTMLDetailsElement>(null);
  const { search, sort, ...filters } = query;
  const choice = (name: string, label: string, options: readonly (readonly [string, string])[]) => (
    <Choice name={name} label={label} options={options} defaultValue={query[name] ?? ''} />
  );
  const bound = (name: string, label: string) => (
    <Field name={name} label={label} type="number" min={0} step="any" defaultValue={query[name]} />
  );
  const count = Object.keys(filters).length;
  /** What is found comes into sight where the filters were. */
  const fold = (values: Values) => {
    details.current?.removeAttribute('open');
    return submit(values);
  };
  return (
    <section class="card search">
      <Form action="Search" submit={fold} aside={Object.keys(query).length > 0 && <a href="/app/catalogue">Clear</a>}>
        <div class="filters wide">
          <Field
            name="search"
            label="Product"
            hint="Name, brand, code, cultivar or ingredient."
            defaultValue={search}
            autocomplete="off"
          />
          {choice('sort', 'In the order of', SORTS)}
        </div>
        <details ref={details}>
          <summary>Filters{count > 0 && ` (${count})`}</summary>
          <div class="filters">
            {choice('supplier', 'Supplier', [ANY, ...suppliers.choices])}
            {choice('dose_form', 'Form', [ANY, ...Object.entries(FORMS)])}
            {choice('category', 'TGA category', [ANY, ...CATEGORIES])}
            {choice('schedule', 'Schedule', [ANY, ...Object.entries(SCHEDULES)])}
            {bound('thc_min', 'THC from')}
            {bound('thc_max', 'THC up to')}
            {bound('cbd_min', 'CBD from')}
            {bound('cbd_max', 'CBD up to')}
            {bound('price_per_mg_max', 'Price per mg up to')}
            {choice('in_stock', 'Stock', STOCKS)}
            {choice('active', 'Lists', ACTIVE)}
          </div>
        </details>
      </Form>
    </section>
  );
}

function Found({ query, asked }: { readonly query: Values; readonly asked: string }) {
  const isAll = asked === '';
  const empty = isAll
    ? ([
        'shelf',
        'The catalogue is empty',
        mayManage() ? 'Send in the first price list: it fills the catalogue.' : 'No price list was applied yet.',
      ] as const)
    : (['search', 'Nothing is found', 'Try fewer letters, or fewer filters.'] as const);
  return (
    <PagedList
      key={asked}
      limit={SHOWN}
      read={(page) => api.GET('/api/v1/supplier-products', { params: { query: { ...filtersOf(query), ...page } } })}
      empty={empty}
      noun="product"
    >
      {(one: SupplierProduct) => <Row one={one} />}
    </PagedList>
  );
}

function Row({ one }: { readonly one: SupplierProduct }) {
  const { id, brand_name: brand, supplier_name: supplier, product_code: code, price, currency } = one;
  return (
    <a class="row product" href={`/app/catalogue/products/${id}`}>
      <span>
        <strong>{productName(one)}</strong>
        <small>{[brand, supplier, code].filter(Boolean).join(' · ')}</small>
      </span>
      <span>
        {strengthWords(one)}
        <small>{packWords(one)}</small>
      </span>
      <span class="figures">
        <strong>{money(price, currency)}</strong>
        {one.price_per_mg && <small>{rateWords(one.price_per_mg, currency, 'mg')}</small>}
      </span>
      {one.active ? <StockTag of={one.stock_status} /> : <span class="tag plain">Inactive</span>}
    </a>
  );
}

/** As the API takes them. */
const filtersOf = (query: Values) =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, NUMBERS.includes(name) ? Number(value) : value]),
  );
