import { Controller, Example, Get, Path, Query, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type {
  ReconciliationAnswer,
  ReconciliationReport,
} from '../../usecases/payments/reconciliation/read-reports.js';
import { APPOINTMENT_ID } from '../appointments/examples.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { ReconciliationServices } from './services.js';

const SUMMARY: ReconciliationAnswer = {
  id: '5f0c2b1a-7d3e-4c4f-9a58-6b1f0c9d2e71',
  window_from: '2026-11-26T00:00:00.000Z',
  window_to: '2026-11-29T00:00:00.000Z',
  started_at: '2026-11-29T02:30:00.000Z',
  finished_at: '2026-11-29T02:30:04.000Z',
  sums: [{ provider: 'stripe', currency: 'aud', provider_sum: 184_000, ledger_sum: 176_000, difference: -8_000 }],
  repaired: 1,
  flagged: 0,
};

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
  @Response<Problem>(400, 'A filter is not valid')
  @Example<ReconciliationAnswer[]>([SUMMARY])
  async listReconciliations(
    @Request() request: HttpRequest,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<ReconciliationAnswer[]> {
    const page = readPage(request, limit, cursor);
    const rows = await this.services.list(actorOf(request), { limit: page.fetch, before: page.after });
    return [...sendPage(this, request, rows, page.limit, (row) => ({ at: row.started_at, id: row.id }))];
  }

  /**
   * One comparison with everything that was found in the caller's clinics, and what was done about it. Amounts in minor
   * units. Permission: `takings:read`. Errors: 404.
   */
  @Get('{id}')
  @Security('bearer', ['takings:read'])
  @Response<Problem>(404, 'No such reconciliation')
  @Example<ReconciliationReport>({
    id: '5f0c2b1a-7d3e-4c4f-9a58-6b1f0c9d2e71',
    window_from: '2026-11-26T00:00:00.000Z',
    window_to: '2026-11-29T00:00:00.000Z',
    started_at: '2026-11-29T02:30:00.000Z',
    finished_at: '2026-11-29T02:30:04.000Z',
    sums: [{ provider: 'stripe', currency: 'aud', provider_sum: 184_000, ledger_sum: 176_000, difference: -8_000 }],
    repaired: 1,
    flagged: 0,
    checked: { charges: 23, refunds: 2, payments: 22, payments_followed: 24 },
    more: 0,
    findings: [
      {
        code: 'charge_unknown',
        meaning: 'The provider took money for one of our orders and its webhook never came.',
        provider: 'stripe',
        object_id: 'pi_3QabcdEFGH',
        appointment_id: APPOINTMENT_ID,
        order_id: '8a3f5f0e-8f2b-4a52-9c0b-31a6c7f5d1e2',
        expected: null,
        found: '8000 aud',
        action: 'redelivered',
      },
    ],
  })
  async readReconciliation(@Request() request: HttpRequest, @Path() id: string): Promise<ReconciliationReport> {
    return this.services.read(actorOf(request), pathId(id, 'Reconciliation'));
  }
}
