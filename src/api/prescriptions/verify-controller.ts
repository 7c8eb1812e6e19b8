import { Controller, Example, Get, NoSecurity, Path, Query, Request, Response, Route, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { Problem } from '../http/responses.js';
import type { VerificationServices } from './services.js';
import { takeLook } from './take-look.js';
import { VERIFICATION } from './verify-examples.js';
import { verificationAnswer } from './verify-presenter.js';
import type { VerificationAnswer } from './verify-responses.js';

/**
 * Whatever somebody types on one line: what is no code gets the answer of a wrong one.
 * @pattern ^[^\x00-\x1f\x7f-\x9f]*$
 */
type TypedCode = string;

@Route('api/v1/prescriptions/verify')
@Tags('prescriptions')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class PrescriptionVerificationController extends Controller {
  static readonly needs = 'prescriptionVerification';

  constructor(private readonly services: VerificationServices) {
    super();
  }

  /**
   * Looks a prescription up by number and code, for whoever holds the paper: whether its record is what its prescriber has signed, what the paper has to say, what
   * was supplied and what may be supplied now. The signature is verified at every look, and every look is recorded in the audit. A wrong or
   * missing code, an unknown number and a draft get the same answer. Open to anyone; limited per address (`prescription_verify`). Errors: 404, 429.
   * @param number As it is printed, in either case.
   * @param code Ten signs, with or without dash, in either case.
   */
  @Get('{number}')
  @NoSecurity()
  @Response<Problem>(404, 'No prescription has this number and this code')
  @Example<VerificationAnswer>(VERIFICATION)
  async verifyPrescription(
    @Request() request: HttpRequest,
    @Path() number: string,
    @Query() code?: TypedCode,
  ): Promise<VerificationAnswer> {
    return verificationAnswer(await takeLook(this.services, request, { number, code: code ?? '' }));
  }
}
