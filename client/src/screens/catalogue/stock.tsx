import type { ComponentChildren } from 'preact';
import { answerOf, api } from '../../api.js';
import type { ReorderSuggestion, StockAlerts } from '../../catalogue/answers.js';
import { Moment, useCurrency } from '../../catalogue/clinic.js';
import { orderPath } from '../../catalogue/order-lines.js';
import { useSuppliers } from '../../catalogue/suppliers.js';
import { counted, figure, rateWords, type Worded } from '../../catalogue/words.js';
import { CatalogueScreen, Tag } from '../../parts/catalogue/catalogue-screen.js';
import { Empty, Facts, Loaded, useLoad } from '../../parts/page.js';
import { dateOf, money } from '../../times.js';

const URGENCIES: Readonly<Record<ReorderSuggestion['urgency'], Worded>> = {
  high: ['Urgent', 'bad'],
  medium: ['Soon', 'warn'],
  low: ['In time', 'plain'],
};
const OWN = { clinic: 'the clinic has', supplier: 'the supplier has' } as const;

/** What runs low, and what to order of it, supplier by supplier. */
export default function Stock() {
  const { nameOf } = useSuppliers();
  const both = useLoad(async () => {
    const [alerts, { reorder_recommendations: suggestions }] = await Promise.all([
      answerOf(api.GET('/api/v1/supplier-products/alerts')),
      answerOf(api.GET('/api/v1/supplier-products/reorder-suggestions')),
    ]);
    return { alerts, suggestions };
  }, []);
  return (
    <CatalogueScreen title="Stock">
      <Loaded of={both}>
        {({ alerts, suggestions }) => (
          <>
            <Suggestions of={suggestions} nameOf={nameOf} />
            <Alerts of={alerts} nameOf={nameOf} />
          </>
        )}
      </Loaded>
    </CatalogueScreen>
  );
}

interface Named {
  readonly nameOf: (supplier: string | null) => string;
}

function Suggestions({ of, nameOf }: Named & { readonly of: readonly ReorderSuggestion[] }) {
  const suppliers = [...new Set(of.map(({ supplier }) => supplier))];
  return (
    <section class="part">
      <h2>To order</h2>
      {of.length === 0 && (
        <Empty
          icon="shelf"
          title="Nothing has to be ordered"
          text="A product is watched once it has a stock at which it is ordered, or once it is used."
        />
      )}
      {suppliers.map((supplier) => {
        const theirs = of.filter((one) => one.supplier === supplier);
        const lines = theirs.flatMap(({ supplier_product: product, recommended_quantity: packs }) =>
          product === null ? [] : [[product, packs] as const],
        );
        return (
          <section class="card" key={supplier}>
            <header class="head">
              <h3>{supplier === null ? 'Nobody has it at present' : nameOf(supplier)}</h3>
              {supplier !== null && (
                <a class="button" href={orderPath(supplier, lines)}>
                  Make an order
                </a>
              )}
            </header>
            <ul class="list">
              {theirs.map((one) => (
                <li key={one.product_id}>
                  <Suggestion one={one} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </section>
  );
}

function Suggestion({ one }: { readonly one: ReorderSuggestion }) {
  const currency = useCurrency();
  const { how, weeks_left: weeks, on_order: expected, unit_price: price, estimated_cost: cost } = one;
  return (
    <div class="row">
      <span>
        <a href={`/app/catalogue/products/${one.product_id}`}>{one.product}</a>
        <small>
          {figure(one.current_stock)} left ({OWN[one.stock_basis]}){expected > 0 && `, ${figure(expected)} on order`}
          {weeks !== null && `, lasts ${counted(weeks, 'week')}`}
        </small>
        <details>
          <summary>How this is counted</summary>
          <Facts
            of={[
              ['Used', one.usage_rate],
              ['Counted over', counted(how.window_days, 'day')],
              ['To last for', counted(how.cover_weeks, 'week')],
              ['An order takes', counted(how.lead_weeks, 'week')],
              ['Wanted in all', figure(how.target)],
              ['Ordered again at', one.reorder_level === null ? null : figure(one.reorder_level)],
            ]}
          />
        </details>
      </span>
      <span class="figures">
        <strong>Order {figure(one.recommended_quantity)}</strong>
        <small>
          {price && `${money(price, currency)} each`}
          {cost && `, ${money(cost, currency)}`}
        </small>
      </span>
      <Tag of={URGENCIES[one.urgency]} />
    </div>
  );
}

function Alerts({ of, nameOf }: Named & { readonly of: StockAlerts }) {
  const currency = useCurrency();
  const { low_stock_alerts: low, out_of_stock: out, stale_lists: stale } = of;
  return (
    <>
      <Part title="Out of stock" count={out.length}>
        {out.map(({ product, product_id: id, supplier, last_available: last, alternatives }) => (
          <li class="row" key={id}>
            <span>
              <a href={`/app/catalogue/products/${id}`}>{product}</a>
              <small>
                {nameOf(supplier)}
                {last && ` · last there on ${dateOf(last, 'UTC')}`}
              </small>
              {alternatives.map((other) => (
                <small key={other.product_id}>
                  The like of it: <a href={`/app/catalogue/products/${other.product_id}`}>{nameOf(other.supplier)}</a>
                  {other.price_per_mg && `, ${rateWords(other.price_per_mg, currency, 'mg')}`}
                </small>
              ))}
            </span>
            <Tag of={['Out of stock', 'bad']} />
          </li>
        ))}
      </Part>
      <Part title="Running low" count={low.length}>
        {low.map(({ product, product_id: id, supplier, current_stock: left, reorder_level: level, ...one }) => (
          <li class="row" key={id}>
            <span>
              <a href={`/app/catalogue/products/${id}`}>{product}</a>
              <small>
                {nameOf(supplier)} · {figure(left)} left ({OWN[one.stock_basis]}), ordered again at {figure(level)}
              </small>
            </span>
            <Tag of={one.alert_level === 'high' ? ['Very low', 'bad'] : ['Low', 'warn']} />
          </li>
        ))}
      </Part>
      <Part title="Lists that are overdue" count={stale.length}>
        {stale.map(({ supplier, last_list_at: last, update_frequency: often }) => (
          <li class="row" key={supplier}>
            <span>
              <strong>{nameOf(supplier)}</strong>
              <small>
                Comes {often}. Last list: <Moment at={last} />
              </small>
            </span>
            <a href="/app/catalogue/imports">Send a list in</a>
          </li>
        ))}
      </Part>
    </>
  );
}

interface PartProps {
  readonly title: string;
  readonly count: number;
  readonly children: ComponentChildren;
}

function Part({ title, count, children }: PartProps) {
  if (count === 0) return null;
  return (
    <section class="part">
      <h2>{title}</h2>
      <ul class="list">{children}</ul>
    </section>
  );
}
