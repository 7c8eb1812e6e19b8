import { Gauge, type Registry } from 'prom-client';
import type { Logger } from '../../../observability/logger.js';
import type { BusinessFigure } from '../../operations/public.js';

/** Every figure by name: its help text and its labels. */
const KNOWN = {
  bookings: ['Appointments booked within the last day, by their present status.', ['status']],
  appointments_open: ['Appointments that are not over.', ['status']],
  holds_overdue: ['Holds whose window ended more than three hours ago: always 0 while workflows run.', []],
  payments: ['Payments captured within the last day.', ['provider', 'purpose']],
  payments_amount: ['Money captured within the last day, in minor units.', ['provider', 'currency']],
  refunds: ['Refunds that are open or failed, and those settled within the last day.', ['status']],
  attention_open: ['Open attention entries.', ['code']],
  attention_oldest_seconds: ['Age of the oldest open attention entry.', ['code']],
  inbox_waiting: ['Webhook events whose effect is still to come.', []],
  inbox_oldest_seconds: ['Age of the oldest webhook event whose effect is still to come; 0 when there is none.', []],
  ledger_sum: ['Sum of all ledger entries in minor units: always 0.', ['currency']],
  messages: ['Mails and text messages of the last day.', ['channel', 'state']],
  reconciliation_age_seconds: ['Time since the last reconciliation ended; absent before the first.', []],
  reconciliation_flagged: ['Findings of the latest reconciliation that wait for a person.', []],
  worker_heartbeat_age_seconds: ['Time since a worker last reported that it polls.', ['task_queue']],
} as const satisfies Record<string, readonly [help: string, labels: readonly string[]]>;

/** The names under which the figures are scraped. */
export const FIGURE_NAMES = Object.keys(KNOWN).map((name) => `keepwell_${name}`);

/** Exports the figures of the record. They are read once for each scrape, whichever of them is collected first. */
export function observeFigures(
  registry: Registry,
  read: () => Promise<readonly BusinessFigure[]>,
  logger: Logger,
): void {
  let reading: Promise<readonly BusinessFigure[]> | undefined;
  const readOnce = () => {
    reading ??= read()
      .catch((error: unknown) => {
        // Without the database the figures of the process are wanted all the more.
        logger.warn('the figures of the record could not be read', { error });
        return [];
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  for (const [name, [help, labelNames]] of Object.entries(KNOWN)) {
    new Gauge({
      name: `keepwell_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        // A status that nobody has any more must not keep its last value.
        const figures = await readOnce();
        this.reset();
        for (const figure of figures.filter((one) => one.name === name)) {
          const labels = labelNames.map((label) => [label, figure.labels[label] ?? '']);
          this.set(Object.fromEntries(labels), figure.value);
        }
      },
    });
  }
}

/** How the connections of the pool stand. */
export function observePool(
  registry: Registry,
  pool: { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number },
): void {
  new Gauge({
    name: 'keepwell_database_connections',
    help: 'Connections of this process to the database, and requests that wait for one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'open' }, pool.totalCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
}
