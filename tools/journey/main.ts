import { Client, findInstance, JourneyError } from '../rig/instance.js';
import { prescribed } from './prescribing.js';
import { imported } from './price-lists.js';
import { cancelled, unpaid, wholeAppointment } from './stories.js';
import { prepareTour } from './tour.js';

async function main(): Promise<void> {
  const instance = findInstance();
  if (instance.accounts.length === 0) {
    throw new JourneyError('The instance has no demo accounts: the tour runs on the embedded database.');
  }
  console.log(`A tour of Keepwell at ${instance.api_url}`);
  const tour = await prepareTour(instance, new Client(instance));
  await prescribed(tour, await wholeAppointment(tour));
  await cancelled(tour);
  await unpaid(tour);
  await imported(tour);
  console.log(`\nAll messages: ${instance.mail_ui_url}\nAll appointments: ${instance.temporal_ui_url}`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof JourneyError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
