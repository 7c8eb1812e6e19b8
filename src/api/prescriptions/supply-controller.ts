import {
  Body,
  Controller,
  Example,
  NoSecurity,
  Path,
  Post,
  Request,
  Response,
  Route,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { Caller } from '../../domain/actor.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import type { Counter } from '../../usecases/prescriptions/open-held.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { optionalCaller, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { PrescriptionServices } from './services.js';
import { DECLINED, SUPPLIED, UNDONE } from './supply-examples.js';
import { declineAnswer, supplyAnswer, verifiedAt } from './supply-presenter.js';
import {
  type DeclineBody,
  type DispenseBody,
  declineOf,
  dispenseOf,
  reasonOf,
  type UndoBody,
  undoerOf,
} from './supply-requests.js';
import type { DeclineAnswer, SupplyAnswer } from './supply-responses.js';
import { countVerifying } from './verify-limit.js';

@Route('api/v1/prescriptions/{number}')
@Tags('prescriptions')
@Response<Problem>(400, 'A field is not valid')
@Response<Problem>(401, 'A key or token that does not hold')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such number and code')
@Response<Problem>(422, 'The Idempotency-Key was used for another request')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class SupplyController extends Controller {
  static readonly needs = 'prescriptions';

  constructor(private readonly services: PrescriptionServices) {
    super();
  }

  /**
   * Records what a pharmacy supplies, one supply for each item: a pharmacy by its API key (`X-API-Key`, scope `prescriptions:dispense`, of the
   * clinic), or number and code alone as `DISPENSE_BY_CODE` lets it. Without `items` all that may be supplied, with them all or none. Dates
   * count on the clinic's calendar; a day to come is a 400, and so is Schedule 8 without `patient_identity_checked`. Works while the workflow
   * engine is away. Honours Idempotency-Key. No login. Errors: 400, 403 where a key is needed, 404 (the same for a wrong code
   * and an unknown number), 409 `supply_refused` with `reason` and `items`, 422, 429 `prescription_verify`.
   * @param number Of the prescription, as it is printed, in either case.
   */
  @Post('dispense')
  @NoSecurity()
  @SuccessResponse(201, 'Recorded')
  @Response<Problem>(409, 'It may not be supplied now')
  @Example<SupplyAnswer>(SUPPLIED)
  async dispensePrescription(
    @Request() request: HttpRequest,
    @Path() number: string,
    @Body() body: DispenseBody,
  ): Promise<SupplyAnswer> {
    const command = dispenseOf(body);
    const counter = counterOf(await this.admit(request), { number, code: body.code });
    const work = async (requestKey: RequestKey | null) =>
      supplyAnswer(await this.services.dispense(counter, command, requestKey));
    return answerIdempotently(this, request, work, {
      status: 201,
      location: verifiedAt,
      understood: { ...command, code: body.code },
    });
  }

  /**
   * Undoes a supply: the pharmacy that has recorded it within 24 hours, by its API key or by number, code and the same `pharmacist_id`; an
   * administrator of the clinic (permission `prescriptions:undo-supply`) at any time, by the number alone. The supply stays in the record with
   * the reason, and counts no more. Honours Idempotency-Key. Errors: 400, 403 for another pharmacy or later, 404, 409 `invalid_transition` for one that was
   * undone before, 422, 429 `prescription_verify`.
   * @param number Of the prescription, as it is printed, in either case.
   */
  @Post('dispensings/{id}/undo')
  @NoSecurity()
  @SuccessResponse(200, 'Undone')
  @Response<Problem>(409, 'It was undone before')
  @Example<SupplyAnswer>(UNDONE)
  async undoSupply(
    @Request() request: HttpRequest,
    @Path() number: string,
    @Path() id: string,
    @Body() body: UndoBody,
  ): Promise<SupplyAnswer> {
    const command = { supplyId: pathId(id, 'Prescription'), reason: reasonOf(body) };
    const { pharmacistId, code } = undoerOf(body);
    const typed = { number, code };
    const caller = await this.admit(request);
    const work = async () => supplyAnswer(await this.services.undoSupply({ caller, typed, pharmacistId }, command));
    return answerIdempotently(this, request, work, { status: 200, understood: { ...command, pharmacistId } });
  }

  /**
   * Records that a pharmacy does not supply, and why. Its doctor is notified: an attention entry `supply_declined` with the code of the reason, and
   * `note` in the history. By API key or number and code, as above. Honours Idempotency-Key. No login. Errors: 400, 403, 404, 422, 429
   * `prescription_verify`.
   * @param number Of the prescription, as it is printed, in either case.
   */
  @Post('decline')
  @NoSecurity()
  @SuccessResponse(201, 'Recorded')
  @Example<DeclineAnswer>(DECLINED)
  async declinePrescription(
    @Request() request: HttpRequest,
    @Path() number: string,
    @Body() body: DeclineBody,
  ): Promise<DeclineAnswer> {
    const command = declineOf(body);
    const counter = counterOf(await this.admit(request), { number, code: body.code });
    const work = async (requestKey: RequestKey | null) =>
      declineAnswer(await this.services.decline(counter, command, requestKey));
    return answerIdempotently(this, request, work, {
      status: 201,
      location: verifiedAt,
      understood: { ...command, code: body.code },
    });
  }

  /** Counts the request, and reads who sends it: an Idempotency-Key is theirs. */
  private async admit(request: HttpRequest): Promise<Caller | null> {
    await countVerifying(request);
    const caller = await optionalCaller(request);
    if (caller) request.user = caller;
    return caller;
  }
}

/** Somebody who is signed in holds a prescription as everybody else does: by its code. */
function counterOf(caller: Caller | null, typed: Counter['typed']): Counter {
  return { key: caller?.kind === 'api_key' ? caller : null, typed };
}
