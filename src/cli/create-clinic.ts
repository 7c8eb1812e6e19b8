import { parseArgs } from 'node:util';
import { compose } from '../composition/compose.js';
import type { Settings } from '../config/schema.js';
import { SYSTEM } from '../domain/actor.js';
import { DomainError } from '../domain/errors.js';
import { createClinic as create } from '../usecases/clinics/create-clinic.js';
import { Unfit } from './unfit.js';

const USAGE =
  'clinic:create takes --name <name> --timezone <zone, such as Australia/Sydney> --currency <code, such as aud>.';

/** `clinic:create --name <name> --timezone <zone> --currency <code>`: a clinic of a real installation. Prints its id. */
export async function createClinic(settings: Settings, args: readonly string[]): Promise<void> {
  const wanted = wantedClinic(args);
  const core = compose(settings, 'admin');
  const gateways = settings.PAYMENTS_ENABLED ? core.payments.gateways : [];
  try {
    const { id, name, slug, timezone, currency } = await create({ ...core, payments: { gateways } })(SYSTEM, wanted);
    console.log(`Clinic created: ${name}\nid: ${id}\nslug: ${slug}\ntimezone: ${timezone}\ncurrency: ${currency}`);
    const takers = core.payments.gateways.filter((gateway) => core.payments.providers(gateway).takes(currency));
    if (settings.PAYMENTS_ENABLED && takers.length === 0) {
      console.log(`No payment provider of this installation takes ${currency}: set one up before patients book.`);
    }
  } catch (error) {
    if (error instanceof DomainError) throw new Unfit(`clinic:create: ${error.message}`);
    throw error;
  } finally {
    await core.close();
  }
}

function wantedClinic(args: readonly string[]): Readonly<Record<'name' | 'timezone' | 'currency', string>> {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { name: text, timezone: text, currency: text } });
    const { name, timezone, currency } = values;
    if (name !== undefined && timezone !== undefined && currency !== undefined) return { name, timezone, currency };
  } catch {
    // An option that it does not take: the usage says which it does.
  }
  throw new Unfit(USAGE);
}
