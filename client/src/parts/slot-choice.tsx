// Free times, of which one is chosen.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Refusal, type Slot } from '../api.js';
import { dayOf, nameOf, timeOf, whenOf, zoneNote } from '../times.js';
import { Form, type Values } from './form.js';
import { Empty } from './page.js';

export interface Slots {
  readonly free: readonly Slot[];
  readonly again: () => Promise<void>;
}

interface SlotFormProps extends Slots {
  readonly action: string;
  /** @throws Refusal, after which the times are fetched anew: somebody else may have taken one */
  readonly submit: (slot: Slot, values: Values) => Promise<void>;
  readonly children?: ComponentChildren;
}

/** Day by day, as the clinic's clocks have them. */
export function SlotForm({ free, again, action, submit, children }: SlotFormProps) {
  const [wanted, setWanted] = useState('');
  const chosen = free.find(({ id }) => id === wanted) ?? free[0];
  if (!chosen) {
    return <Empty icon="calendar" title="No free time" text="Try again later, or another day." />;
  }
  const attempt = (values: Values) =>
    submit(chosen, values).catch(async (error) => {
      if (error instanceof Refusal && error.code.startsWith('slot_')) await again();
      throw error;
    });
  return (
    <Form action={action} submit={attempt} aside={<ChosenSlot slot={chosen} />}>
      {daysOf(free).map(([day, slots]) => (
        <fieldset class="times" key={day}>
          <legend>{day}</legend>
          {slots.map(({ id, start_time: start, timezone, doctor }) => (
            <label class="time" key={id}>
              <input type="radio" name="slot" value={id} checked={id === chosen.id} onChange={() => setWanted(id)} />
              <span>
                <strong>{timeOf(start, timezone)}</strong>
                <small>{nameOf(doctor)}</small>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
      {children}
    </Form>
  );
}

/** What the button beside it takes. */
function ChosenSlot({ slot: { start_time: start, timezone, doctor } }: { readonly slot: Slot }) {
  const zone = zoneNote(start, timezone);
  return (
    <p class="chosen" role="status">
      {whenOf(start, timezone)}
      {zone && ` (${zone} time)`}
      <small>{nameOf(doctor)}</small>
    </p>
  );
}

function daysOf(slots: readonly Slot[]): readonly (readonly [day: string, slots: readonly Slot[]])[] {
  const days = new Map<string, Slot[]>();
  for (const slot of slots) {
    const day = dayOf(slot.start_time, slot.timezone);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return [...days];
}
