import { Controller, Example, Get, Path, Query, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { readPage, sendPage } from '../http/paging.js';
import { callerOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { RECONCILIATION, RECONCILIATION_REPORT } from './reconciliation-examples.js';
import { reconciliationAnswer, reconciliationReport } from './reconciliation-presenter.js';
import type { ReconciliationAnswer, ReconciliationReport } from './reconciliation-responses.js';
import type { ReconciliationServices } from './services.js';

@Route('api/v1/admin/reconciliations')
@Tags('reconciliation')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class ReconciliationController extends Controller {
  static readonly needs = 'reconciliations';

  constructor(private readonly services: ReconciliationServices) {
    super();
  }

  /**
   * What the nightly comparisons of provider, ledger and appointments came to, newest first, for the caller's clinics.
   * Paged by the Link header. Permission: `takings:read`. Errors: 400.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['takings:read'])
  @Security('api_key', ['takings:read'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<ReconciliationAnswer[]>([RECONCILIATION])
  async listReconciliations(
    @Request() request: HttpRequest,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<ReconciliationAnswer[]> {
    const page = readPage(request, limit, cursor);
    const rows = await this.services.list(callerOf(request), { limit: page.fetch, before: page.after });
    const shown = sendPage(this, request, {
      rows,
      limit: page.limit,
      cursorOf: (row) => ({ at: row.startedAt, id: row.id }),
    });
    return shown.map(reconciliationAnswer);
  }

  /**
   * One comparison with everything that was found in the caller's clinics, and what was done about it. Amounts in minor
   * units. Permission: `takings:read`. Errors: 404.
   */
  @Get('{id}')
  @Security('bearer', ['takings:read'])
  @Security('api_key', ['takings:read'])
  @Response<Problem>(404, 'No such reconciliation')
  @Example<ReconciliationReport>(RECONCILIATION_REPORT)
  async readReconciliation(@Request() request: HttpRequest, @Path() id: string): Promise<ReconciliationReport> {
    return reconciliationReport(await this.services.read(callerOf(request), pathId(id, 'Reconciliation')));
  }
}
