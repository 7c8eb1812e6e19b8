// One medicine of a prescription that is being written, and what all items have alike.

import type { ComponentChildren, ComponentProps } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Draft, Drug } from '../api.js';
import { type ChosenDrug, scheduleWords } from '../prescribing.js';
import { Area, Check, Field } from './form.js';
import { Button } from './page.js';

/** Forms of which a quantity counts the same as the pack does. */
const COUNTED = /tablet|capsule|lozenge|patch|sachet|suppositor|pessar/i;

type PrescribedItemProps = Pick<ItemProps, 'at' | 'remove'> & { readonly chosen: ChosenDrug };

export function PrescribedItem({ chosen: { drug, known }, at, remove }: PrescribedItemProps) {
  const name = (field: string) => `${at}.${field}`;
  const { pack, form } = drug;
  const dose = known?.dose;
  const packed = COUNTED.test(form) ? pack?.size : null;
  const figure = figuresOf(at);
  return (
    <Item
      {...{ at, known, remove, name: drug.display_name, isS8: drug.schedule === 'S8' }}
      tags={<DrugTags drug={drug} />}
      count={['Quantity', packed]}
      directions={
        <>
          <LookAlikes drug={drug} />
          <Area
            name={name('dosage_instructions')}
            label="Directions"
            hint="Printed as you write them. Write in full, such as “Take one capsule three times a day with food”."
            maxLength={1000}
            defaultValue={known?.dosage_instructions}
            required
          />
        </>
      }
    >
      <details open={Boolean(dose)}>
        <summary>Dose for the checks</summary>
        <div class="form">
          <p class="hint">
            Only where the directions cannot be counted by themselves. What is printed are the directions.
          </p>
          <div class="filters">
            {figure('dose.amount', 'Amount', dose?.amount, { min: 0, step: 'any' })}
            <Field name={name('dose.unit')} label="Unit" defaultValue={dose?.unit ?? unitOf(form)} />
            {figure('dose.times_per_day', 'Times a day', dose?.times_per_day, { min: 1 })}
            {figure('dose.every_hours', 'or every … hours', dose?.every_hours, { min: 0.5, step: 'any' })}
            {figure('dose.max_per_day', 'Most in a day', dose?.max_per_day, { min: 0, step: 'any' })}
          </div>
          <Check name={name('dose.as_needed')} label="When needed" defaultChecked={dose?.as_needed === true} />
        </div>
      </details>
      <details open={Boolean(known?.authority_code ?? known?.streamlined_code)}>
        <summary>Approvals and substitution</summary>
        <div class="form">
          <div class="filters">
            <Field name={name('authority_code')} label="Authority number" defaultValue={known?.authority_code} />
            <Field name={name('streamlined_code')} label="Streamlined code" defaultValue={known?.streamlined_code} />
          </div>
          <Check
            name={name('no_substitution')}
            label="The brand may not be substituted"
            defaultChecked={known?.no_substitution === true}
          />
        </div>
      </details>
    </Item>
  );
}

/** Fields of the item at this place that are numbers. */
const figuresOf =
  (at: string) =>
  (field: string, label: string, value: number | null | undefined, limits: Partial<ComponentProps<typeof Field>>) => (
    <Field type="number" name={`${at}.${field}`} label={label} defaultValue={value?.toString()} {...limits} />
  );

interface ItemProps {
  readonly name: string;
  /** Where its fields are in the request, as the API names them in what it refuses: `prescribed_drugs.0`. */
  readonly at: string;
  readonly tags: ComponentChildren;
  /** What a draft says of it: without one it was just chosen, and the doctor goes on with it. */
  readonly known: Draft['prescribed_drugs' | 'prescribed_supplier_products'][number] | undefined;
  readonly count: readonly [label: string, usual: number | null | undefined];
  readonly isS8: boolean;
  readonly remove: () => void;
  readonly directions: ComponentChildren;
  readonly children: ComponentChildren;
}

/** What a medicine and a product of a supplier have alike. */
export function Item({ name, at, tags, known, count: [label, usual], isS8, remove, directions, children }: ItemProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const figure = figuresOf(at);
  useLayoutEffect(() => {
    if (!known) heading.current?.focus();
  }, []);
  return (
    <section class="card item" aria-label={name}>
      <header class="head">
        <h2 ref={heading} tabIndex={-1}>
          {name}
        </h2>
        {tags}
      </header>
      {directions}
      <div class="filters">
        {figure('quantity', label, known?.quantity ?? usual, { min: 1, max: 10_000, required: true })}
        {figure('repeats', 'Repeats', known?.repeats ?? 0, { min: 0, required: true })}
        {figure('repeat_interval_days', 'Days between supplies', known?.repeat_interval_days, { min: 1, max: 365 })}
      </div>
      {isS8 && (
        <p class="hint">
          Schedule 8 with repeats needs the days between supplies, and is printed on a form of its own.
        </p>
      )}
      {children}
      <div class="actions">
        <Button aria-label={`Take out ${name}`} onClick={remove}>
          Take out
        </Button>
      </div>
    </section>
  );
}

/** What it is taken in, as a first word: the doctor may write another one. */
const unitOf = (form: string) => /tablet|capsule|lozenge|puff|drop|patch/i.exec(form)?.[0].toLowerCase() ?? 'mg';

export function DrugTags({ drug: { schedule, monitored } }: { readonly drug: Drug }) {
  return (
    <span class="tags">
      <span class={`tag ${schedule === 'S8' || schedule === null ? 'warn' : 'plain'}`}>{scheduleWords(schedule)}</span>
      {monitored && <span class="tag warn">Monitored</span>}
    </span>
  );
}

export function LookAlikes({ drug: { confusable_with: others } }: { readonly drug: Drug }) {
  if (others.length === 0) return null;
  return <small class="caution">Not to be mistaken for {others.join(', ')}</small>;
}
