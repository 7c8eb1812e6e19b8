// Products of suppliers for who prescribes: what a search finds, and the fields of one that was chosen or that a draft names.
import type { ComponentProps } from 'preact';
import { answerOf, api, type Draft, newId } from '../../api.js';
import type { SupplierProduct } from '../../catalogue/answers.js';
import { findProducts } from '../../catalogue/found.js';
import { counted, packWords, productName, SCHEDULES, strengthWords } from '../../catalogue/words.js';
import type { ChosenProduct } from '../../prescribing.js';
import { Area, Field } from '../form.js';
import { Button, Facts, LoadedList, Note, useLoad } from '../page.js';
import { Item } from '../prescribed-item.js';
import { StockTag, Tag } from './catalogue-screen.js';

interface FoundProductsProps {
  readonly search: string;
  readonly choose: (product: ChosenProduct) => void;
}

export function FoundProducts({ search, choose }: FoundProductsProps) {
  const found = useLoad(() => findProducts({ search }), [search]);
  return (
    <section class="part" aria-label="Products of suppliers">
      <h2>Products of suppliers</h2>
      <div role="status">{found.data && <p class="hint">{counted(found.data.length, 'product')} found</p>}</div>
      <LoadedList of={found}>
        {(one) => (
          <div class="row">
            <span>
              <strong>{productName(one)}</strong>
              <small>{[one.supplier_name, whatItIs(one)].filter(Boolean).join(' · ')}</small>
            </span>
            <Tags of={one} />
            {one.poison_schedule && (
              <Button aria-label={`Prescribe ${productName(one)}`} onClick={() => choose(chosenOf(one))}>
                Prescribe
              </Button>
            )}
          </div>
        )}
      </LoadedList>
    </section>
  );
}

/** What a draft names, with what the catalogue says of each. @throws Refusal */
export function readProducts(all: readonly Known[]): Promise<readonly ChosenProduct[]> {
  return Promise.all(
    all.map(async (known) => {
      const params = { path: { id: known.product } };
      return chosenOf(await answerOf(api.GET('/api/v1/supplier-products/{id}', { params })), known);
    }),
  );
}

type Known = Draft['prescribed_supplier_products'][number];

function chosenOf(product: SupplierProduct, known?: Known): ChosenProduct {
  const [key, name] = [newId(), productName(product)];
  return {
    name,
    askedOf({ text, supply }) {
      const approval_number = text('approval_number');
      return {
        ...{ product: product.id, dosage: text('dosage') ?? '', instructions: text('instructions') ?? '', ...supply },
        // No field has the id by which a draft may name an approval: another number takes its place.
        approval: approval_number === (known?.approval_number ?? null) ? (known?.approval ?? null) : null,
        approval_number,
      };
    },
    card: (at, remove) => <PrescribedProduct key={key} {...{ name, product, known, at, remove }} />,
  };
}

const whatItIs = (one: SupplierProduct) => [strengthWords(one), packWords(one)].filter(Boolean).join(' · ');

function Tags({ of: { poison_schedule: schedule, stock_status: stock } }: { readonly of: SupplierProduct }) {
  const words = schedule ? SCHEDULES[schedule] : 'Schedule not known';
  return (
    <span class="tags">
      <Tag of={[words, schedule === 'S8' || schedule === null ? 'warn' : 'plain']} />
      <StockTag of={stock} />
    </span>
  );
}

interface PrescribedProductProps extends Pick<ComponentProps<typeof Item>, 'name' | 'at' | 'remove'> {
  readonly product: SupplierProduct;
  readonly known: Known | undefined;
}

function PrescribedProduct({ product, ...item }: PrescribedProductProps) {
  const { at, known } = item;
  const words = (name: keyof Known & string, label: string, hint: string) => (
    <Area
      {...{ label, hint, name: `${at}.${name}`, defaultValue: known?.[name]?.toString() }}
      maxLength={1000}
      required
    />
  );
  return (
    <Item
      {...item}
      isS8={product.poison_schedule === 'S8'}
      tags={<Tags of={product} />}
      count={['Packs', 1]}
      directions={
        <>
          {!product.active && <Note tone="warn">The supplier’s latest full list does not have it any more.</Note>}
          <Facts
            of={[
              ['Supplier', product.supplier_name],
              ['What it is', whatItIs(product)],
              ['Category', product.category],
            ]}
          />
          {words('dosage', 'Dosage', 'How much and when, in full, such as “Take 0.25 mL twice a day.” Printed.')}
          {words('instructions', 'Instructions', 'How it is taken. Printed after the dosage.')}
        </>
      }
    >
      <Field
        name={`${at}.approval_number`}
        label="Approval number"
        hint={
          known?.approval ? 'The draft names an approval.' : 'Of cannabis. Empty: any of yours that covers it counts.'
        }
        defaultValue={known?.approval_number}
      />
      <Field name={`${at}.authority_code`} label="Authority number" defaultValue={known?.authority_code} />
    </Item>
  );
}
