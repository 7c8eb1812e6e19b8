/** Ways to prove once more who one is. */
export const PROOF_METHODS = ['password', 'code'] as const;
export type ProofMethod = (typeof PROOF_METHODS)[number];
