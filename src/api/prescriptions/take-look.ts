import type { Request } from 'express';
import type { VerifiedPrescription } from '../../domain/prescriptions/verification.js';
import type { VerificationServices } from './services.js';
import { countVerifying } from './verify-limit.js';

/**
 * One look at a prescription, by API or on the page: it counts against the limit of its address, nobody keeps its answer or learns its address, which
 * has the code in it.
 * @throws DomainError rate_limited, not_found
 */
export async function takeLook(
  { verify }: Pick<VerificationServices, 'verify'>,
  request: Request,
  typed: { readonly number: string; readonly code: string },
): Promise<VerifiedPrescription> {
  request.res?.set({
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex',
  });
  await countVerifying(request);
  return verify(typed);
}
