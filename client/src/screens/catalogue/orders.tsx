import { api } from '../../api.js';
import type { PurchaseOrder } from '../../catalogue/answers.js';
import { Moment } from '../../catalogue/clinic.js';
import { useSuppliers } from '../../catalogue/suppliers.js';
import { counted, ORDERS } from '../../catalogue/words.js';
import { CatalogueScreen, Tag } from '../../parts/catalogue/catalogue-screen.js';
import { PagedList } from '../../parts/catalogue/paged-list.js';
import { money } from '../../times.js';

/** What the clinic has ordered, the latest first. */
export default function Orders() {
  const { nameOf } = useSuppliers();
  return (
    <CatalogueScreen
      title="Orders"
      aside={
        <a class="button" href="/app/catalogue/orders/new">
          New order
        </a>
      }
    >
      <PagedList
        read={(query) => api.GET('/api/v1/supplier-products/purchase-orders', { params: { query } })}
        empty={['form', 'No order yet', 'Begin with one here, or with what is running low.']}
        noun="order"
      >
        {({ id, number, supplier, status, lines, subtotal, currency, created_at: at }: PurchaseOrder) => (
          <a class="row" href={`/app/catalogue/orders/${id}`}>
            <span>
              <strong>
                {number} · {nameOf(supplier)}
              </strong>
              <small>
                {counted(lines.length, 'product')} · <Moment at={at} />
              </small>
            </span>
            <strong class="figures">{money(subtotal, currency)}</strong>
            <Tag of={ORDERS[status]} />
          </a>
        )}
      </PagedList>
    </CatalogueScreen>
  );
}
