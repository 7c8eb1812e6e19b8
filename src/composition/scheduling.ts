import type { SlotServices } from '../api/scheduling/services.js';
import { directQueries } from '../models/direct-queries.js';
import { ClinicRepository } from '../models/repositories/clinics/clinics.js';
import { schedulingRepositories } from '../models/repositories/scheduling/slice.js';
import { SlotRepository } from '../models/repositories/scheduling/slots.js';
import { bulkCreateSlots } from '../usecases/scheduling/bulk-create-slots.js';
import { createSlot } from '../usecases/scheduling/create-slot.js';
import { deleteSlot } from '../usecases/scheduling/delete-slot.js';
import { listFreeSlots } from '../usecases/scheduling/list-free-slots.js';
import { listOwnSlots } from '../usecases/scheduling/list-own-slots.js';
import type { Core } from './core.js';
import type { Manifest } from './manifest.js';

/** The times that doctors offer. */
export const scheduling = {
  repositories: schedulingRepositories,
  services: (core: Core) => ({ slots: slotServices(core) }),
} satisfies Manifest;

function slotServices(core: Core): SlotServices {
  const reads = directQueries(core.pool, core.settings.ENCRYPTION_KEYS);
  return {
    listFree: listFreeSlots({
      reads: (actor) => {
        const db = reads(actor);
        return { slots: new SlotRepository(db), clinics: new ClinicRepository(db, core.settings.ENCRYPTION_KEYS) };
      },
      requireVerifiedDoctors: core.requireVerifiedDoctors,
      now: core.now,
    }),
    listOwn: listOwnSlots(core),
    create: createSlot(core),
    bulkCreate: bulkCreateSlots(core),
    delete: deleteSlot(core),
  };
}
