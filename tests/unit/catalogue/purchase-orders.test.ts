import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  MOST_LINES,
  type OrderableProduct,
  orderLines,
  type WantedLine,
} from '../../../src/domain/catalogue/purchase-orders/order-lines.js';
import {
  type PurchaseOrderLine,
  purchaseOrderNumber,
  subtotalOf,
} from '../../../src/domain/catalogue/purchase-orders/purchase-order.js';
import { receiveLines } from '../../../src/domain/catalogue/purchase-orders/receipt.js';
import { assertReceivable, isStatusChange } from '../../../src/domain/catalogue/purchase-orders/status-changes.js';
import {
  PURCHASE_ORDER_STATUSES,
  type PurchaseOrderStatus,
  SETTABLE_STATUSES,
} from '../../../src/domain/catalogue/purchase-orders/statuses.js';
import { DomainError } from '../../../src/domain/errors.js';

function product(id: string, more: Partial<OrderableProduct> = {}): OrderableProduct {
  const content = { productCode: id.toUpperCase(), productName: `Product ${id}`, pack: null, currency: 'aud' } as const;
  return { id, supplier: 'alma', active: true, wholesalePrice: 4_633, content, ...more };
}

/** What a refusal names. */
function refused(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error));
    assert.equal(error.code, 'validation_failed');
    return (error.details.fields ?? []).map(({ field }) => field);
  }
  return [];
}

const order = (wanted: readonly WantedLine[], products: readonly OrderableProduct[]) =>
  orderLines('alma', wanted, products);

describe('an order at a supplier', () => {
  it('is numbered by year, with six digits', () => {
    assert.deepEqual(
      [purchaseOrderNumber(2026, 7), purchaseOrderNumber(2027, 1_234_567)],
      ['PO-2026-000007', 'PO-2027-1234567'],
    );
  });

  it('takes what each product is called and costs at this moment', () => {
    const { currency, lines } = order(
      [
        { productId: 'a', quantity: 3 },
        { productId: 'b', quantity: 1 },
      ],
      [product('b', { wholesalePrice: 1 }), product('a')],
    );
    assert.equal(currency, 'aud');
    assert.deepEqual(
      lines.map(({ productId, productCode, quantity, received, unitPrice }) => [
        ...[productId, productCode, quantity],
        ...[received, unitPrice],
      ]),
      [
        ['a', 'A', 3, 0, 4_633],
        ['b', 'B', 1, 0, 1],
      ],
    );
    assert.equal(subtotalOf(lines), 13_900);
  });

  it('names each product that cannot be ordered', () => {
    const wanted = ['a', 'gone', 'other', 'inactive', 'priceless', 'foreign'].map((productId) => ({
      productId,
      quantity: 1,
    }));
    const foreign = product('foreign');
    const products = [
      product('a'),
      product('other', { supplier: 'phytoca' }),
      product('inactive', { active: false }),
      product('priceless', { wholesalePrice: null }),
      { ...foreign, content: { ...foreign.content, currency: 'gbp' } as const },
    ];
    assert.deepEqual(
      refused(() => order(wanted, products)),
      [1, 2, 3, 4, 5].map((at) => `lines.${at}.product`),
    );
  });

  it('refuses no lines, too many, a product twice and what is no whole number of packs', () => {
    const lines = (...quantities: readonly number[]) =>
      quantities.map((quantity, at) => ({ productId: String(at), quantity }));
    const products = Array.from({ length: MOST_LINES + 1 }, (_, at) => product(String(at)));
    assert.deepEqual(
      refused(() => order([], [])),
      ['lines'],
    );
    assert.deepEqual(
      refused(() => order(lines(...products.map(() => 1)), products)),
      ['lines'],
    );
    assert.deepEqual(
      refused(() => order([...lines(1), ...lines(2)], products)),
      ['lines.1.product'],
    );
    assert.deepEqual(
      refused(() => order(lines(0, -1, 1.5, Number.NaN, 100_001, 100_000, 1), products)),
      [0, 1, 2, 3, 4].map((at) => `lines.${at}.quantity`),
    );
  });

  it('goes from status to status as the table says, and nowhere else', () => {
    const allowed = PURCHASE_ORDER_STATUSES.flatMap((from) =>
      SETTABLE_STATUSES.filter((to) => {
        try {
          return isStatusChange(from, to);
        } catch (error) {
          assert.ok(error instanceof DomainError && error.code === 'invalid_transition');
          assert.equal(error.details.status, from);
          return false;
        }
      }).map((to) => `${from} to ${to}`),
    );
    assert.deepEqual(allowed, [
      'draft to sent',
      'draft to cancelled',
      'sent to cancelled',
      'partly_received to cancelled',
    ]);
    assert.deepEqual([isStatusChange('sent', 'sent'), isStatusChange('cancelled', 'cancelled')], [false, false]);
  });

  it('is received while something of it is expected', () => {
    const receivable = PURCHASE_ORDER_STATUSES.filter((status) => {
      try {
        assertReceivable(status);
        return true;
      } catch {
        return false;
      }
    });
    assert.deepEqual(receivable, ['sent', 'partly_received']);
  });
});

describe('what arrives of an order', () => {
  const line = (productId: string, quantity: number, received = 0): PurchaseOrderLine => ({
    ...{ productId, quantity, received, unitPrice: 100 },
    ...{ productCode: null, productName: productId, pack: null },
  });
  const receive = (status: PurchaseOrderStatus, lines: readonly PurchaseOrderLine[], arrived: readonly WantedLine[]) =>
    receiveLines({ status, lines }, arrived);

  it('adds up, until all of it is there', () => {
    const first = receive('sent', [line('a', 3), line('b', 2)], [{ productId: 'a', quantity: 3 }]);
    assert.equal(first.status, 'partly_received');
    assert.deepEqual(
      first.lines.map(({ received }) => received),
      [3, 0],
    );
    const second = receive(first.status, first.lines, [{ productId: 'b', quantity: 2 }]);
    assert.equal(second.status, 'received');
  });

  it('is never more than was ordered, counted with what arrived before', () => {
    const lines = [line('a', 3, 2), line('b', 2)];
    const arrived = [
      { productId: 'a', quantity: 2 },
      { productId: 'b', quantity: 2 },
      { productId: 'c', quantity: 1 },
    ];
    assert.deepEqual(
      refused(() => receive('partly_received', lines, arrived)),
      ['lines.0.quantity', 'lines.2.product'],
    );
    assert.deepEqual(
      refused(() => receive('sent', lines, [])),
      ['lines'],
    );
  });
});
