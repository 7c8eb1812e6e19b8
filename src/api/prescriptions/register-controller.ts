import type { Readable } from 'node:stream';
import { Controller, Example, Get, Produces, Query, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { parseDay } from '../../domain/days.js';
import { actorOf } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { sendCsv, wantsCsv } from '../http/sheet-files.js';
import type { AskedDay } from '../http/wire-formats.js';
import { NUMBER_AUDIT, REGISTER } from './register-examples.js';
import { numberAuditAnswer, registerAnswer, registerCsv } from './register-presenter.js';
import type { NumberAuditAnswer, RegisterAnswer } from './register-responses.js';
import type { RegisterServices } from './register-services.js';

@Route('api/v1/prescriptions/audit')
@Tags('prescriptions')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class PrescriptionRegistersController extends Controller {
  static readonly needs = 'prescriptionRegisters';

  constructor(private readonly services: RegisterServices) {
    super();
  }

  /**
   * The register of Schedule 8: of an administrator the clinic's prescriptions, of a doctor the own ones, that were issued in the period. A row for
   * each supply that stands, and one without dates for an item of which nothing was supplied; each check is computed from what is stored. As CSV, the
   * rows alone, with `format=csv` or `Accept: text/csv`. Recorded in the audit. Permission: `prescriptions:audit`. Errors: 400.
   * @param from Issued on this day of the clinic's calendar, or later; the first of the month of `to` when left out.
   * @param to Issued on this day, or earlier; today when left out. At most 366 days.
   * @param format `csv` for a file; as the `Accept` header says when left out.
   */
  @Get('schedule-8')
  @Security('bearer', ['prescriptions:audit'])
  @Produces('application/json')
  @Produces('text/csv')
  @Response<Problem>(400, 'The period is not valid')
  @Example<RegisterAnswer>(REGISTER)
  async readControlledRegister(
    @Request() request: HttpRequest,
    @Query() from?: AskedDay,
    @Query() to?: AskedDay,
    @Query() format?: 'json' | 'csv',
  ): Promise<RegisterAnswer | Readable> {
    const register = await this.services.read(actorOf(request), {
      from: from === undefined ? undefined : parseDay('from', from),
      to: to === undefined ? undefined : parseDay('to', to),
    });
    const answer = registerAnswer(register);
    if (!wantsCsv(request, format)) return answer;
    return sendCsv(this, `schedule-8-${register.from}-${register.to}.csv`, registerCsv(answer));
  }

  /**
   * Whether a number of a prescription is missing. Numbers are taken for the whole installation: `first`, `last` and `count` are the clinic's own, `missing`
   * are numbers that no clinic's prescription has, and somebody has to find out why. Permission: `prescriptions:audit-numbers`. Errors: 400.
   * @param year Of the clinic's calendar; this one when left out.
   * @isInt year
   * @minimum year 2000
   * @maximum year 9999
   */
  @Get('numbers')
  @Security('bearer', ['prescriptions:audit-numbers'])
  @Response<Problem>(400, 'The year is not valid')
  @Example<NumberAuditAnswer>(NUMBER_AUDIT)
  async readNumberAudit(@Request() request: HttpRequest, @Query() year?: number): Promise<NumberAuditAnswer> {
    return numberAuditAnswer(await this.services.numbers(actorOf(request), year));
  }
}
