// One medicine of a prescription that is being written.

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ChosenDrug } from '../prescribing.js';
import { DrugTags, LookAlikes } from './drug-search.js';
import { Area, Check, Field } from './form.js';
import { Button } from './page.js';

/** Forms of which a quantity counts the same as the pack does. */
const COUNTED = /tablet|capsule|lozenge|patch|sachet|suppositor|pessar/i;

interface Limits {
  readonly min: number;
  readonly max?: number;
  readonly step?: 'any';
  readonly required?: true;
}

interface PrescribedItemProps {
  readonly chosen: ChosenDrug;
  /** Its place among the others, from 0: as the API names it in what it refuses. */
  readonly at: number;
  readonly remove: () => void;
}

export function PrescribedItem({ chosen: { drug, known }, at, remove }: PrescribedItemProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const name = (field: string) => `prescribed_drugs.${at}.${field}`;
  const { pack, form } = drug;
  const dose = known?.dose;
  const packed = COUNTED.test(form) ? pack?.size : null;
  const figure = (field: string, label: string, value: number | null | undefined, limits: Limits) => (
    <Field type="number" name={name(field)} label={label} defaultValue={value?.toString()} {...limits} />
  );
  useLayoutEffect(() => {
    if (!known) heading.current?.focus();
  }, []);
  return (
    <section class="card item" aria-label={drug.display_name}>
      <header class="head">
        <h2 ref={heading} tabIndex={-1}>
          {drug.display_name}
        </h2>
        <DrugTags drug={drug} />
      </header>
      <LookAlikes drug={drug} />
      <Area
        name={name('dosage_instructions')}
        label="Directions"
        hint="Printed as you write them. Write in full, such as “Take one capsule three times a day with food”."
        maxLength={1000}
        defaultValue={known?.dosage_instructions}
        required
      />
      <div class="filters">
        {figure('quantity', 'Quantity', known?.quantity ?? packed, { min: 1, max: 10_000, required: true })}
        {figure('repeats', 'Repeats', known?.repeats ?? 0, { min: 0, required: true })}
        {figure('repeat_interval_days', 'Days between supplies', known?.repeat_interval_days, { min: 1, max: 365 })}
      </div>
      {drug.schedule === 'S8' && (
        <p class="hint">
          Schedule 8 with repeats needs the days between supplies, and is printed on a form of its own.
        </p>
      )}
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
      <div class="actions">
        <Button aria-label={`Take out ${drug.display_name}`} onClick={remove}>
          Take out
        </Button>
      </div>
    </section>
  );
}

/** What it is taken in, as a first word: the doctor may write another one. */
const unitOf = (form: string) => /tablet|capsule|lozenge|puff|drop|patch/i.exec(form)?.[0].toLowerCase() ?? 'mg';
