import type { bulkCreateSlots } from '../../usecases/scheduling/bulk-create-slots.js';
import type { createSlot } from '../../usecases/scheduling/create-slot.js';
import type { deleteSlot } from '../../usecases/scheduling/delete-slot.js';
import type { listFreeSlots } from '../../usecases/scheduling/list-free-slots.js';
import type { listOwnSlots } from '../../usecases/scheduling/list-own-slots.js';

declare module '../http/services.js' {
  interface Services {
    readonly slots: SlotServices;
  }
}

export interface SlotServices {
  readonly listFree: ReturnType<typeof listFreeSlots>;
  readonly listOwn: ReturnType<typeof listOwnSlots>;
  readonly create: ReturnType<typeof createSlot>;
  readonly bulkCreate: ReturnType<typeof bulkCreateSlots>;
  readonly delete: ReturnType<typeof deleteSlot>;
}
