import { randomUUID } from 'node:crypto';
import { SYSTEM } from '../../../src/domain/actor.js';
import type { ApiClient } from '../client.js';
import type { Stage } from '../stage.js';

/** An administrator of another clinic of the installation. */
export async function adminElsewhere(stage: Stage): Promise<ApiClient> {
  const clinic = {
    id: randomUUID(),
    name: 'Elsewhere',
    slug: 'elsewhere',
    timezone: 'UTC',
    currency: 'aud',
    phone: null,
  } as const;
  await stage.clinic.core.unitOfWork.withScope(SYSTEM, (scope) => scope.clinics.create(clinic));
  const person = await stage.clinic.person('admin');
  await stage.sql('update memberships set clinic_id = $1 where user_id = $2', [clinic.id, person.id]);
  return stage.as(person);
}
