/** The states and territories of Australia. */
export const AU_STATES = ['act', 'nsw', 'nt', 'qld', 'sa', 'tas', 'vic', 'wa'] as const;
export type AuState = (typeof AU_STATES)[number];

/** Whose law a row is: of every clinic, of a country, or of an Australian state. */
export const LAW_REGIONS = [
  'all',
  'au',
  ...(['au-act', 'au-nsw', 'au-nt', 'au-qld', 'au-sa', 'au-tas', 'au-vic', 'au-wa'] as const),
  'ng',
  'ph',
  'gb',
  'us',
  'eu',
] as const;
export type LawRegion = (typeof LAW_REGIONS)[number];

export const REGION_NAMES: Readonly<Record<LawRegion, string>> = {
  all: 'every region',
  au: 'Australia',
  'au-act': 'the Australian Capital Territory',
  'au-nsw': 'New South Wales',
  'au-nt': 'the Northern Territory',
  'au-qld': 'Queensland',
  'au-sa': 'South Australia',
  'au-tas': 'Tasmania',
  'au-vic': 'Victoria',
  'au-wa': 'Western Australia',
  ng: 'Nigeria',
  ph: 'the Philippines',
  gb: 'the United Kingdom',
  us: 'the United States',
  eu: 'the European Union',
};

/** Where a prescription is written and whom it is for. A state that is not known, or not Australian, is null. */
export interface Places {
  readonly region: 'au' | 'ng' | 'ph' | 'gb' | 'us' | 'eu';
  readonly prescriberState: AuState | null;
  readonly patientState: AuState | null;
}

/** A region whose law counts; `isAssumed`: only because a state is not known. */
export interface CountingRegion {
  readonly region: LawRegion;
  readonly isAssumed: boolean;
}

/**
 * Whose law a prescription has to obey. In Australia both the prescriber's and the patient's state count; where one of them is not
 * known, every state does, so that the strictest wins.
 */
export function countingRegions({ region, prescriberState, patientState }: Places): readonly CountingRegion[] {
  const certain: readonly CountingRegion[] = [
    { region: 'all', isAssumed: false },
    { region, isAssumed: false },
  ];
  if (region !== 'au') return certain;
  const isUnknown = prescriberState === null || patientState === null;
  const states = AU_STATES.flatMap((state): readonly CountingRegion[] => {
    const isNamed = state === prescriberState || state === patientState;
    return isNamed || isUnknown ? [{ region: `au-${state}`, isAssumed: !isNamed }] : [];
  });
  return [...certain, ...states];
}
