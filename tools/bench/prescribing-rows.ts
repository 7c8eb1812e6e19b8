import { documentMaker } from '../../src/composition/signing.js';
import { anOrder } from './an-order.js';
import type { Engines } from './engines.js';
import type { Field, Pair, Size } from './field.js';
import { measure, median, percentile, perSecond } from './measure.js';
import { Prescribing } from './prescribing.js';
import { type Call, load } from './reads.js';

const MADE = 200;
/** Bookings of the p95 without documents, each round. */
const BOOKED = 60;
/** What a delivered prescription may cost the engine. */
const MOST_ACTIONS = 12;
const MOST_EVENTS = 60;
const MOST_GROWN_MB = 150;
const SOUGHT = [
  ...[
    'amoxicillin',
    'amox',
    'frusemide',
    'paracetamol',
    'metf',
    'salbutamol',
    'atorvastatin',
    'oxycod',
    'prednisolone',
  ],
  ...['amoxicilin', 'ramipirl', 'sertraline', 'panto', 'perind', 'warfarin'],
];

/** Bookings that these rows make, at most. */
export function bookingsBesidePrescribing({ rounds, sequential }: Size): number {
  return (rounds + 1) * (sequential + BOOKED + 100);
}

/** Issuing, documents, searching and looking up, each beside what it is measured by. */
export async function prescribingPairs(field: Field, engine: Engines, size: Size): Promise<readonly Pair[]> {
  const { product, bookings } = field;
  const prescribing = await Prescribing.open(product);
  const of = (work: () => Promise<number>) => () => Promise.race([work(), product.died]);
  const p50 = ({ latenciesMs }: { readonly latenciesMs: readonly number[] }) => median(latenciesMs);
  const cost = async () => prescribing.cost();
  return [
    {
      // Bare is a booking of the product.
      about: { what: 'prescribing, issuing one item', unit: 'ms p50', target: { atMost: 1.5 } },
      ours: of(async () => median(await prescribing.issueInTurn(size.sequential))),
      bare: async () => p50(await engine.ours(size.sequential, 1)),
    },
    await documentsPair(field),
    ...(await lookingPairs(field, prescribing, size)),
    {
      // Bare is the product while no documents are made.
      about: { what: 'prescribing, 500 documents: booking meanwhile', unit: 'ms p95', target: { atMost: 2 } },
      ours: of(() => prescribing.bookingWhileMaking(bookings)),
      bare: async () => percentile((await engine.ours(BOOKED, 1)).latenciesMs, 95),
    },
    {
      // Bare is what is allowed, here and below.
      about: { what: 'prescribing, 500 documents: worker grows by', unit: 'MB', target: { atMost: 1 } },
      ours: async () => prescribing.grownMb,
      bare: async () => MOST_GROWN_MB,
    },
    {
      about: { what: 'prescribing, billable actions', unit: 'actions', target: { atMost: 1 } },
      ours: of(async () => (await cost()).actions),
      bare: async () => MOST_ACTIONS,
    },
    {
      about: { what: 'prescribing, events in the history', unit: 'events', target: { atMost: 1 } },
      ours: of(async () => (await cost()).events),
      bare: async () => MOST_EVENTS,
    },
  ];
}

/** The worker's maker, in its thread, against the same libraries in a loop. */
async function documentsPair({ bare }: Field): Promise<Pair> {
  const [maker, order] = [documentMaker({ SIGNING_TIMESTAMP_URL: undefined }), await anOrder()];
  return {
    about: { what: 'prescribing, documents', unit: 'per s', target: { atLeast: 0.8 } },
    ours: async () => perSecond(await measure(MADE, 4, async () => void (await maker.make(order)))),
    bare: async () => {
      const reply = await bare.documents.ask({ ask: 'run', count: MADE, width: 1 });
      if (reply.about !== 'run') throw new Error(`the bare documents answered ${reply.about}`);
      return perSecond(reply.measured);
    },
  };
}

/** A doctor who searches, and a pharmacist who looks up, each time from another address. */
async function lookingPairs({ product, bare }: Field, prescribing: Prescribing, size: Size): Promise<readonly Pair[]> {
  const papers = await prescribing.papers();
  const { doctors } = product.population;
  const { connections, seconds } = size;
  const run = (url: string, call: (turn: number) => Call) => {
    let turn = 0;
    return load({ url, calls: () => call(turn++), connections, seconds });
  };
  const sought = (turn: number) => `search=${SOUGHT[turn % SOUGHT.length]}`;
  const paper = (turn: number) => papers[turn % papers.length] ?? { number: '', code: '' };
  const search = (turn: number): Call => ({
    path: `/api/v1/drugs/?${sought(turn)}`,
    headers: { authorization: `Bearer ${doctors[turn % doctors.length]?.token}` },
  });
  const look = (turn: number): Call => ({
    path: `/api/v1/prescriptions/verify/${paper(turn).number}?code=${paper(turn).code}`,
    // A limit is on for each address.
    headers: { 'x-forwarded-for': `198.${18 + ((turn >> 16) % 2)}.${(turn >> 8) % 256}.${turn % 256}` },
  });
  return [
    {
      about: { what: 'prescribing, drug search over 10,000 items', unit: 'per s', target: { atLeast: 0.5 } },
      ours: () => Promise.race([run(product.url, search), product.died]),
      bare: () => run(bare.routesUrl, (turn) => ({ path: `/drugs?${sought(turn)}` })),
    },
    {
      about: { what: 'prescribing, verification', unit: 'per s', target: { atLeast: 0.5 } },
      ours: () => Promise.race([run(product.url, look), product.died]),
      bare: () =>
        run(bare.routesUrl, (turn) => ({ path: `/prescriptions/${paper(turn).number}?code=${paper(turn).code}` })),
    },
  ];
}
