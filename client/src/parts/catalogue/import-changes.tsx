// What an import would change, or has changed: in figures, and product by product.

import { useState } from 'preact/hooks';
import { api } from '../../api.js';
import type { ProductChange, SupplierImport } from '../../catalogue/answers.js';
import { fieldWords, figure, KINDS, productName } from '../../catalogue/words.js';
import { Choice } from '../form.js';
import { PagedList } from './paged-list.js';

const ALL = [['', 'All changes'], ...Object.entries(KINDS)] as const;

type Counts = Pick<
  SupplierImport,
  'products_created' | 'products_updated' | 'products_deactivated' | 'products_reactivated' | 'unchanged'
>;

const TITLES: Partial<Record<SupplierImport['state'], string>> = {
  applied: 'What it changed',
  undone: 'What it had changed',
  undoing: 'What it had changed',
};

export function ImportChanges({ of }: { readonly of: SupplierImport }) {
  const { id, state, preview } = of;
  const [isOpen, setIsOpen] = useState(false);
  if (preview === null) return null;
  const isDone = state in TITLES;
  const counts: Counts = isDone ? of : preview;
  return (
    <section class="card">
      <h2>{TITLES[state] ?? 'What it would change'}</h2>
      <dl class="counts">
        <Count name={KINDS.created} count={counts.products_created} />
        <Count name={KINDS.updated} count={counts.products_updated} />
        {!isDone && <Count name="Price changes" count={preview.price_changes} />}
        <Count name={KINDS.deactivated} count={counts.products_deactivated} tone="warn" />
        <Count name={KINDS.reactivated} count={counts.products_reactivated} />
        <Count name="Unchanged" count={counts.unchanged} />
      </dl>
      <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary>Product by product</summary>
        {isOpen && <Changes id={id} state={state} />}
      </details>
    </section>
  );
}

function Count({ name, count, tone }: { readonly name: string; readonly count: number; readonly tone?: string }) {
  return (
    <div class={count > 0 ? tone : 'none'}>
      <dt>{name}</dt>
      <dd>{figure(count)}</dd>
    </div>
  );
}

type Kind = keyof typeof KINDS;

function Changes({ id, state }: Pick<SupplierImport, 'id' | 'state'>) {
  const [kind, setKind] = useState('');
  return (
    <div class="part">
      <Choice name="kind" label="Show" options={ALL} changed={setKind} />
      <PagedList
        key={state + kind}
        read={(page) => {
          const query = { ...page, ...(kind ? { kind: kind as Kind } : {}) };
          return api.GET('/api/v1/supplier-products/imports/{id}/changes', { params: { path: { id }, query } });
        }}
        empty={['sheet', 'Nothing', 'No product changes in this way.']}
        noun="product"
      >
        {(one: ProductChange) => <Change one={one} />}
      </PagedList>
    </div>
  );
}

function Change({ one }: { readonly one: ProductChange }) {
  const { kind, product, product_code: code, changes, price_change_percent: percent } = one;
  // A new product has everything new: its price says enough.
  const shown =
    kind === 'created' ? changes.filter(({ field }) => field === 'wholesale_price') : changes.filter(isSaid);
  return (
    <div class="row">
      <span>
        <strong>
          {product ? <a href={`/app/catalogue/products/${product}`}>{productName(one)}</a> : productName(one)}
        </strong>
        {code && <small>{code}</small>}
        {shown.map(({ field, from, to }) => (
          <small key={field}>
            {fieldWords(field)}: {kind === 'created' ? '' : `${valueWords(from)} → `}
            {valueWords(to)}
            {field === 'wholesale_price' && percent !== null && ` (${percent > 0 ? '+' : ''}${percent} %)`}
          </small>
        ))}
      </span>
      <span class={`tag ${kind === 'deactivated' ? 'warn' : 'plain'}`}>{KINDS[kind]}</span>
    </div>
  );
}

/** `price` is the wholesale price by another name. */
const isSaid = ({ field }: { readonly field: string }) => field !== 'price';

function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') return 'text' in value ? String(value.text) : JSON.stringify(value);
  return String(value);
}
