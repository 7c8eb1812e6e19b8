import type { Readable } from 'node:stream';
import { Controller, Example, Get, Produces, Query, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { parsePeriod } from '../../domain/periods.js';
import { callerOf, inputId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { sendCsv, wantsCsv } from '../http/sheet-files.js';
import type { Uuid } from '../http/wire-formats.js';
import { takingAnswer } from './presenter.js';
import { TAKINGS } from './receipt-examples.js';
import type { TakingAnswer } from './responses.js';
import type { TakingsServices } from './services.js';
import { takingsCsv } from './takings-csv.js';

@Route('api/v1/takings')
@Tags('orders')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class TakingsController extends Controller {
  static readonly needs = 'takings';

  constructor(private readonly services: TakingsServices) {
    super();
  }

  /**
   * What the clinic took, day by day on its own calendar, by provider, method and currency; from the ledger, so a refund
   * counts on the day it was made. A day without movements has no row. As CSV with `format=csv` or `Accept: text/csv`.
   * Permission: `takings:read`. Errors: 400, 404.
   * @param from First day, such as 2026-11-21, or an instant; six days before `to` when left out.
   * @param to Last day, included, or an instant, not included; today when left out. At most 366 days.
   * @param timezone The calendar to count days on, instead of the clinic's.
   * @param clinic One of the caller's clinics; all of them when left out.
   * @param format `csv` for a file; as the `Accept` header says when left out.
   */
  @Get()
  @Security('bearer', ['takings:read'])
  @Security('api_key', ['takings:read'])
  @Produces('application/json')
  @Produces('text/csv')
  @Response<Problem>(400, 'A filter is not valid')
  @Response<Problem>(404, 'No such clinic')
  @Example<TakingAnswer[]>(TAKINGS)
  async readTakings(
    @Request() request: HttpRequest,
    @Query() from?: string,
    @Query() to?: string,
    @Query() timezone?: string,
    @Query() clinic?: Uuid,
    @Query() format?: 'json' | 'csv',
  ): Promise<TakingAnswer[] | Readable> {
    const query = {
      period: parsePeriod({ from, to, timezone }),
      clinicId: clinic === undefined ? null : inputId(clinic, 'clinic'),
    };
    const takings = (await this.services.read(callerOf(request), query)).map(takingAnswer);
    return wantsCsv(request, format) ? sendCsv(this, 'takings.csv', takingsCsv(takings)) : takings;
  }
}
