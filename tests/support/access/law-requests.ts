import { randomInt } from 'node:crypto';

/** To each operation about the law of prescribing, by its id. */
export const LAW_REQUESTS: Readonly<Record<string, () => { readonly body?: object }>> = {
  listLawRules: () => ({}),
  // Each from another day on, and of a country where nobody here prescribes.
  addLawRule: () => ({
    body: {
      rule: 'handwriting',
      region: 'us',
      effective_from: `2${randomInt(100, 999)}-01-01`,
      source: 'Walk',
      value: [],
    },
  }),
};
