import { useRoute } from 'preact-iso';
import { answerOf, api, download, newId } from '../../api.js';
import type { PurchaseOrder } from '../../catalogue/answers.js';
import { Moment } from '../../catalogue/clinic.js';
import { useSuppliers } from '../../catalogue/suppliers.js';
import { figure, ORDERS, productName } from '../../catalogue/words.js';
import { CatalogueScreen, Tag } from '../../parts/catalogue/catalogue-screen.js';
import { Ask, Field, type Values } from '../../parts/form.js';
import { Button, Facts, Loaded, Note, useAttempt, useLoad } from '../../parts/page.js';
import { money } from '../../times.js';

interface OrderProps {
  readonly of: PurchaseOrder;
  readonly set: (order: PurchaseOrder) => void;
}

/** One order: what was ordered at which price, its way to the supplier, and what of it has arrived. */
export default function Order() {
  const { id = '' } = useRoute().params;
  const params = { path: { id } };
  const order = useLoad(() => answerOf(api.GET('/api/v1/supplier-products/purchase-orders/{id}', { params })), [id]);
  return (
    <CatalogueScreen title={order.data?.number ?? 'Order'} back={['/app/catalogue/orders', 'Orders']}>
      <Loaded of={order}>
        {(one) => (
          <>
            {one.price_changed && (
              <Note tone="warn">
                The catalogue has another price by now. This order keeps the prices that it was made with.
              </Note>
            )}
            <Summary of={one} />
            <Lines of={one} />
            <Steps of={one} set={order.set} />
          </>
        )}
      </Loaded>
    </CatalogueScreen>
  );
}

function Summary({ of }: { readonly of: PurchaseOrder }) {
  const { nameOf } = useSuppliers();
  const { attempt, problem } = useAttempt();
  const fetchIt = (format: 'pdf' | 'xlsx') => () => {
    const path = `/api/v1/supplier-products/purchase-orders/${of.id}/document/?format=${format}`;
    void attempt(() => download(path, `${of.number}.${format}`));
  };
  const { sent_at: sent } = of;
  return (
    <section class="card">
      <header class="head">
        <h2>{nameOf(of.supplier)}</h2>
        <Tag of={ORDERS[of.status]} />
      </header>
      <Facts
        of={[
          ['Made', <Moment key="made" at={of.created_at} />],
          ['Sent', sent && <Moment key="sent" at={sent} />],
          ['Mailed to', sent && (of.mailed_to ?? 'Nobody: send the document to the supplier yourself.')],
          ['Sum without GST', money(of.subtotal, of.currency)],
          ['Note', of.note],
        ]}
      />
      {problem}
      <div class="actions">
        <Button onClick={fetchIt('pdf')}>Download as PDF</Button>
        <Button onClick={fetchIt('xlsx')}>Download for Excel</Button>
      </div>
    </section>
  );
}

function Lines({ of: { lines, currency } }: { readonly of: PurchaseOrder }) {
  return (
    <ul class="list">
      {lines.map((line) => (
        <li class="row" key={line.product}>
          <span>
            <a href={`/app/catalogue/products/${line.product}`}>{productName(line)}</a>
            <small>{[line.product_code, line.pack?.text].filter(Boolean).join(' · ')}</small>
          </span>
          <span>
            {figure(line.quantity)} × {money(line.unit_price, currency)}
            <small>{figure(line.received)} arrived</small>
          </span>
          <strong class="figures">{money(line.total, currency)}</strong>
        </li>
      ))}
    </ul>
  );
}

function Steps({ of, set }: OrderProps) {
  const { id, status } = of;
  const how = { params: { path: { id } } };
  const change = (wanted: 'sent' | 'cancelled') => async () => {
    const body = { status: wanted };
    set(await answerOf(api.PATCH('/api/v1/supplier-products/purchase-orders/{id}', { ...how, body })));
  };
  const isExpected = status === 'sent' || status === 'partly_received';
  return (
    <div class="actions">
      {status === 'draft' && (
        <Ask label="Send" look="main" title="Send this order?" action="Send it" submit={change('sent')}>
          <p>
            It is mailed to the supplier, where the supplier’s mapping has an address for orders. Without one, download
            the document and send it yourself.
          </p>
        </Ask>
      )}
      {isExpected && <Receive of={of} set={set} />}
      {(status === 'draft' || isExpected) && (
        <Ask label="Cancel" title="Cancel this order?" action="Cancel it" tone="danger" submit={change('cancelled')}>
          <p>{status === 'draft' ? 'Nobody was sent it.' : 'The supplier is not notified of it: call them.'}</p>
        </Ask>
      )}
    </div>
  );
}

/** What has arrived: all that is expected, where nothing else is written. */
function Receive({ of: { id, lines }, set }: OrderProps) {
  const open = lines.filter(({ quantity, received }) => received < quantity);
  const key = newId();
  async function receive(values: Values) {
    const arrived = open.flatMap(({ product }, at) => {
      const quantity = Number(values[`lines.${at}.quantity`] ?? 0);
      return quantity > 0 ? [{ product, quantity }] : [];
    });
    const how = { params: { path: { id } }, body: { lines: arrived }, headers: { 'Idempotency-Key': key } };
    set(await answerOf(api.POST('/api/v1/supplier-products/purchase-orders/{id}/receive', how)));
  }
  return (
    <Ask label="Record what has arrived" look="main" title="What has arrived" action="Record it" submit={receive}>
      <p>It is added to the clinic’s own stock.</p>
      {open.map(({ product, quantity, received, ...line }, at) => (
        <Field
          key={product}
          name={`lines.${at}.quantity`}
          label={productName(line)}
          hint={`${figure(quantity - received)} expected`}
          type="number"
          min={0}
          max={quantity - received}
          defaultValue={String(quantity - received)}
        />
      ))}
    </Ask>
  );
}
