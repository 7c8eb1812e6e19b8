// Free times to choose one from.

import type { Slot } from '../api.js';
import { dayOf, nameOf, timeOf, whenOf, zoneNote } from '../times.js';

interface SlotChoiceProps {
  readonly free: readonly Slot[];
  readonly chosen: Slot;
  readonly choose: (id: string) => void;
}

/** Day by day, as the clinic's clocks have them. */
export function SlotChoice({ free, chosen, choose }: SlotChoiceProps) {
  return (
    <>
      {daysOf(free).map(([day, slots]) => (
        <fieldset class="times" key={day}>
          <legend>{day}</legend>
          {slots.map(({ id, start_time: start, timezone, doctor }) => (
            <label class="time" key={id}>
              <input type="radio" name="slot" value={id} checked={id === chosen.id} onChange={() => choose(id)} />
              <span>
                <strong>{timeOf(start, timezone)}</strong>
                <small>{nameOf(doctor)}</small>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
    </>
  );
}

/** What the button beside it takes. */
export function ChosenSlot({ slot: { start_time: start, timezone, doctor } }: { readonly slot: Slot }) {
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
