import { useLocation } from 'preact-iso';
import { answerOf, api } from '../../api.js';
import type { ProductComparison } from '../../catalogue/answers.js';
import { useCurrency } from '../../catalogue/clinic.js';
import { orderPath } from '../../catalogue/order-lines.js';
import { FORMS, productName, rateWords } from '../../catalogue/words.js';
import { CatalogueScreen, mayManage, StockTag } from '../../parts/catalogue/catalogue-screen.js';
import { Check, Choice, Field, Form, type Values } from '../../parts/form.js';
import { Empty, Loaded, Note, useLoad } from '../../parts/page.js';
import { money } from '../../times.js';

const SHOWN = 50;

type Offer = ProductComparison['suppliers'][number];

/** Like products of several suppliers side by side. What is looked for stands in the address. */
export default function Compare() {
  const { query, route } = useLocation();
  const asked = new URLSearchParams(query).toString();
  const { product, all } = query;
  const groups = useLoad(async () => {
    // Who asks for one product wants to see it, also where nobody else offers the like.
    const params = { query: { ...query, limit: SHOWN, all: Boolean(all || product) } };
    return (await answerOf(api.GET('/api/v1/supplier-products/compare', { params }))).product_comparison;
  }, [asked]);
  return (
    <CatalogueScreen title="Compare">
      {product ? (
        <a href="/app/catalogue/compare">Compare all products</a>
      ) : (
        <Search
          query={query}
          submit={async (values) => route(`/app/catalogue/compare?${new URLSearchParams(values)}`)}
        />
      )}
      <Loaded of={groups}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="search" title="Nothing to compare" text="No two suppliers offer the like of it at present." />
          ) : (
            all.map((group) => <Group key={group.suppliers[0]?.product_id} group={group} />)
          )
        }
      </Loaded>
    </CatalogueScreen>
  );
}

function Search({ query, submit }: { readonly query: Values; readonly submit: (values: Values) => Promise<void> }) {
  const forms = [['', 'Any'], ...Object.entries(FORMS)] as const;
  return (
    <section class="card">
      <Form action="Compare" submit={submit}>
        <div class="filters wide">
          <Field name="search" label="Product" defaultValue={query.search} autocomplete="off" />
          <Choice name="dose_form" label="Form" options={forms} defaultValue={query.dose_form ?? ''} />
        </div>
        <Check name="all" label="Also what one supplier alone offers" defaultChecked={query.all !== undefined} />
      </Form>
    </section>
  );
}

function Group({
  group: { match, suppliers, best_price: best, generic_name: generic },
}: {
  readonly group: ProductComparison;
}) {
  const { dose_form: form, thc, cbd, strength_unit: unit } = match;
  const strength = thc === null && cbd === null ? '' : `THC ${thc ?? 0} · CBD ${cbd ?? 0} ${unit ?? ''}`;
  const title = [form && FORMS[form], strength].filter(Boolean).join(', ') || (generic ?? 'Alike');
  const currency = useCurrency();
  const winner = suppliers.find((one) => one.product_id === best?.product_id);
  return (
    <section class="card">
      <h2>{title}</h2>
      {best && winner && (
        <Note tone="good">
          <span>
            Best price: <strong>{winner.name}</strong>, {money(best.price, currency)} a pack
            {Number(best.savings) > 0 && `. It saves ${money(best.savings, currency)} a pack against the next one.`}
          </span>
        </Note>
      )}
      <ul class="list">
        {suppliers.map((one) => (
          <li key={one.product_id}>
            <OfferRow one={one} isBest={one.product_id === best?.product_id} />
          </li>
        ))}
      </ul>
      <details>
        <summary>Why these are compared</summary>
        <ul>
          {match.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function OfferRow({ one, isBest }: { readonly one: Offer; readonly isBest: boolean }) {
  const { product_id: id, code, name, supplier, pack, price, price_per_mg: perMg, price_per_unit: perUnit } = one;
  const currency = useCurrency();
  const called = productName({ product_name: one.product_name, product_code: code });
  return (
    <div class="row product">
      <span>
        <a href={`/app/catalogue/products/${id}`}>{called}</a>
        <small>{name}</small>
        {isBest && <span class="tag good">Best price</span>}
      </span>
      <span>
        {pack?.text}
        {mayManage() && (
          <small>
            <a href={orderPath(supplier, [[id, 1]])} aria-label={`Order ${called} from ${name}`}>
              Order
            </a>
          </small>
        )}
      </span>
      <span class="figures">
        <strong>{money(price, currency)}</strong>
        {perMg && <small>{rateWords(perMg, currency, 'mg')}</small>}
        {!perMg && perUnit && <small>{rateWords(perUnit, currency, pack?.unit ?? 'unit')}</small>}
      </span>
      <StockTag of={one.stock_status} />
    </div>
  );
}
