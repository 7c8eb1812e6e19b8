import { useRoute } from 'preact-iso';
import { answerOf, api } from '../../api.js';
import type { SupplierProductDetails } from '../../catalogue/answers.js';
import { Moment } from '../../catalogue/clinic.js';
import {
  FORMS,
  figure,
  PRICE_NOTES,
  priceWords,
  productName,
  rateWords,
  SCHEDULES,
  STOCKS,
  strengthWords,
} from '../../catalogue/words.js';
import { CatalogueScreen, mayManage, StockTag } from '../../parts/catalogue/catalogue-screen.js';
import { OwnStock } from '../../parts/catalogue/own-stock.js';
import { Field, Form } from '../../parts/form.js';
import { type Fact, Facts, Loaded, Note, useLoad } from '../../parts/page.js';
import { money } from '../../times.js';

/** One product: what its supplier says, what it has cost, and at which stock the clinic orders it. */
export default function Product() {
  const { id = '' } = useRoute().params;
  const params = { path: { id } };
  const product = useLoad(() => answerOf(api.GET('/api/v1/supplier-products/{id}', { params })), [id]);
  return (
    <CatalogueScreen
      title={product.data ? productName(product.data) : 'Product'}
      back={['/app/catalogue', 'Catalogue']}
    >
      <Loaded of={product}>
        {(one) => (
          <>
            {!one.active && <Note tone="warn">The supplier’s latest full list does not have it any more.</Note>}
            <Price of={one} />
            <About of={one} />
            <Alternatives of={one} />
            {mayManage() && <ReorderLevel of={one} set={product.set} />}
            {mayManage() && <OwnStock product={id} changed={product.again} />}
            <Histories of={one} />
            <AsPrinted of={one} />
          </>
        )}
      </Loaded>
    </CatalogueScreen>
  );
}

interface OfProduct {
  readonly of: SupplierProductDetails;
}

function Price({ of }: OfProduct) {
  const { currency, price_per_mg: perMg, price_per_unit: perUnit, price_note: note, pack } = of;
  return (
    <section class="card">
      <header class="head">
        <p class="price">
          <strong>{money(of.price, currency)}</strong>
          <small>Wholesale, without GST</small>
        </p>
        <StockTag of={of.stock_status} />
      </header>
      <Facts
        of={[
          ['Price per mg', perMg ? `${rateWords(perMg, currency, 'mg')} of THC and CBD` : note && PRICE_NOTES[note]],
          ['Price per unit', perUnit && rateWords(perUnit, currency, pack?.unit ?? 'unit')],
          ['Retail price', of.retail_price && money(of.retail_price, currency)],
          ['The supplier has', of.stock_quantity === null ? null : figure(of.stock_quantity)],
          ['The clinic has', of.on_hand === null ? null : figure(of.on_hand)],
        ]}
      />
    </section>
  );
}

function About({ of }: OfProduct) {
  const { source } = of;
  const list = `${source.sheet}, row ${source.row}`;
  const facts: readonly Fact[] = [
    ['Supplier', of.supplier_name],
    ['Brand', of.brand_name],
    ['Code', of.product_code],
    ['Generic name', of.generic_name],
    ['Strength', strengthWords(of)],
    ['Ingredients', of.active_ingredients.join(', ')],
    ['Form', of.dose_form && FORMS[of.dose_form]],
    ['Pack', of.pack?.text],
    ['Category', of.category],
    ['Schedule', of.poison_schedule && SCHEDULES[of.poison_schedule]],
    ['Access', of.access_mechanism],
    ['Cultivar', of.cultivar],
    ['Strain', of.strain_type],
    ['Terpenes', of.terpenes],
    ['ARTG number', of.artg_no],
    ['GTIN', of.gtin],
    ['Description', of.description],
    ['Described in', mayManage() ? <a href={`/app/catalogue/imports/${source.import_id}`}>{list}</a> : list],
    ['Last changed', <Moment key="changed" at={of.last_updated} />],
    ['Last seen', <Moment key="seen" at={of.last_seen_at} />],
  ];
  return (
    <section class="card">
      <Facts of={facts} />
    </section>
  );
}

function Alternatives({ of: { id, alternatives, currency } }: OfProduct) {
  if (alternatives.length === 0) return null;
  return (
    <section class="part">
      <h2>The like of it from others</h2>
      <ul class="list">
        {alternatives.map((one) => (
          <li class="row" key={one.product_id}>
            <span>
              <a href={`/app/catalogue/products/${one.product_id}`}>{productName(one)}</a>
              <small>{[one.supplier_name, one.pack?.text].filter(Boolean).join(' · ')}</small>
            </span>
            <span class="figures">
              <strong>{money(one.price, currency)}</strong>
              {one.price_per_mg && <small>{rateWords(one.price_per_mg, currency, 'mg')}</small>}
            </span>
            <StockTag of={one.stock_status} />
          </li>
        ))}
      </ul>
      <a href={`/app/catalogue/compare?product=${id}`}>Compare them, with the reasons why they are alike</a>
    </section>
  );
}

interface ReorderLevelProps extends OfProduct {
  readonly set: (one: SupplierProductDetails) => void;
}

function ReorderLevel({ of: { id, reorder_level: level }, set }: ReorderLevelProps) {
  return (
    <section class="card">
      <Form
        action="Save"
        submit={async ({ reorder_level: wanted }) => {
          const body = { reorder_level: wanted === undefined ? null : Number(wanted) };
          set(await answerOf(api.PATCH('/api/v1/supplier-products/{id}', { params: { path: { id } }, body })));
        }}
      >
        <Field
          name="reorder_level"
          label="Order again at a stock of"
          hint="In packs. Empty: this product is not watched."
          type="number"
          min={0}
          defaultValue={level?.toString()}
        />
      </Form>
    </section>
  );
}

function Histories({ of: { price_history: prices, stock_history: stocks, currency } }: OfProduct) {
  return (
    <>
      <section class="part">
        <h2>Prices so far</h2>
        <ul class="list">
          {prices.map(({ at, import_id: list, wholesale_price: wholesale, retail_price: retail, undone }) => (
            <li class="row" key={`${list}${at}`}>
              <Moment at={at} />
              <span class="figures">
                <strong>{money(wholesale, currency)}</strong>
                <small>Retail {priceWords(retail, currency)}</small>
              </span>
              {undone && <span class="tag plain">Taken back</span>}
            </li>
          ))}
        </ul>
      </section>
      <details class="card">
        <summary>Stock of the supplier so far</summary>
        <ul class="list">
          {stocks.map(({ at, import_id: list, stock_quantity: quantity, stock_status: status, undone }) => (
            <li class="row" key={`${list}${at}`}>
              <Moment at={at} />
              <strong>{quantity === null ? STOCKS[status][0] : figure(quantity)}</strong>
              {undone && <span class="tag plain">Taken back</span>}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** Every cell of its row, for who doubts what was read from it. */
function AsPrinted({ of: { raw } }: OfProduct) {
  return (
    <details class="card">
      <summary>As the list has it</summary>
      <Facts of={Object.entries(raw)} />
    </details>
  );
}
