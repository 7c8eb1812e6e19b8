import { nextSupplyFrom } from '../../domain/prescriptions/next-supply.js';
import { remainingRepeats } from '../../domain/prescriptions/states.js';
import type { Supplied } from '../../usecases/prescriptions/dispense.js';
import type { ShownPrescription } from '../../usecases/prescriptions/shown-prescription.js';
import type { DeclineAnswer, SupplyAnswer } from './supply-responses.js';

export function supplyAnswer({ prescription, supplies }: Supplied): SupplyAnswer {
  const { id, number, shownStatus, items } = prescription;
  return {
    id,
    prescription_number: number,
    status: shownStatus,
    remaining_repeats: Math.max(...items.map(remainingRepeats)),
    supplies: supplies.map((supply) => {
      const item = items.find((one) => one.id === supply.itemId);
      if (!item) throw new Error('an item that is not stored');
      return {
        id: supply.id,
        item: supply.itemId,
        supply_no: supply.supplyNo,
        dispensed_date: supply.dispensedOn,
        remaining_repeats: remainingRepeats(item),
        next_supply_from: nextSupplyFrom(item),
      };
    }),
  };
}

export function declineAnswer({ id, number, shownStatus }: ShownPrescription): DeclineAnswer {
  return { id, prescription_number: number, status: shownStatus, declined: true };
}

/** Where a pharmacy reads what stands now, with the code that it has. */
export function verifiedAt({ prescription_number: number }: { readonly prescription_number: string }): string {
  return `/api/v1/prescriptions/verify/${number}`;
}
