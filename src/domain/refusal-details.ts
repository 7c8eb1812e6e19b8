/** A rule of law or of a prescriber's standing that refuses something, in a sentence for whoever asked. */
export interface BrokenRule {
  readonly rule: string;
  readonly message: string;
  readonly source: string;
  /** The place in the request, or in a profile, that has to be completed. */
  readonly field?: string;
}

/** Why a supply is refused, in all and per item. */
export interface RefusedSupply {
  readonly reason: string;
  readonly items: readonly {
    readonly item: string;
    readonly reason: string | null;
    readonly nextSupplyFrom: string | null;
  }[];
}
