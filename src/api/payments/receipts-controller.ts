import { Readable } from 'node:stream';
import { Controller, Example, Get, Path, Produces, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { callerOf, localsOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { receiptAnswer } from './presenter.js';
import { RECEIPTS } from './receipt-examples.js';
import type { ReceiptAnswer } from './responses.js';
import type { ReceiptServices } from './services.js';

@Route('api/v1/orders/{id}/receipts')
@Tags('orders')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such order or document')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class ReceiptsController extends Controller {
  static readonly needs = 'receipts';

  constructor(private readonly services: ReceiptServices) {
    super();
  }

  /**
   * The numbered documents of an order, oldest first: one for each captured payment (a receipt, invoice or tax invoice,
   * as the clinic's region has it) and a credit note for each refund that was made. Permission: `orders:read`.
   * Errors: 404.
   */
  @Get()
  @Security('bearer', ['orders:read'])
  @Security('api_key', ['orders:read'])
  @Example<ReceiptAnswer[]>(RECEIPTS)
  async listReceipts(@Request() request: HttpRequest, @Path() id: string): Promise<ReceiptAnswer[]> {
    const { publicUrl } = localsOf(request).settings;
    const receipts = await this.services.list(callerOf(request), pathId(id, 'Order'));
    return receipts.map((receipt) => receiptAnswer(receipt, publicUrl));
  }

  /** One document as PDF, as it was issued. Each reading is audited. Permission: `orders:read`. Errors: 404. */
  @Get('{receiptId}/pdf')
  @Security('bearer', ['orders:read'])
  @Security('api_key', ['orders:read'])
  @Produces('application/pdf')
  @Example<string>('%PDF-1.3')
  async downloadReceipt(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Path() receiptId: string,
  ): Promise<Readable> {
    const [order, receipt] = [pathId(id, 'Order'), pathId(receiptId, 'Receipt')];
    const file = await this.services.pdf(callerOf(request), order, receipt);
    this.setHeader('Content-Type', 'application/pdf');
    this.setHeader('Content-Disposition', `attachment; filename="${file.fileName}"`);
    return Readable.from([file.pdf]);
  }
}
