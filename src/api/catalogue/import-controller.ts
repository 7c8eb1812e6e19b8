import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Example,
  type File,
  FormField,
  Get,
  Path,
  Post,
  Produces,
  Query,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
  UploadedFile,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { ChangeKind } from '../../domain/catalogue/imports.js';
import { invalid } from '../../domain/errors.js';
import type { ImportState } from '../../domain/list-import-states.js';
import type { Decision } from '../../domain/list-imports.js';
import type { ListFile } from '../../usecases/catalogue/export-products.js';
import type { PartOfImport } from '../../usecases/catalogue/imports/list-changes.js';
import { catalogueClinic } from '../../usecases/catalogue/own-clinic.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { sendCsv, sendTable, sendXlsx, wantedFile } from '../http/sheet-files.js';
import type { SearchText, Uuid } from '../http/wire-formats.js';
import { PRICE_LIST_PROBLEM, PRODUCT_CHANGE, SUPPLIER_IMPORT } from './import-examples.js';
import { changeView, problemView, supplierImportView } from './import-presenter.js';
import { priceListForm, type UndoSupplierImportBody } from './import-requests.js';
import type { PriceListProblem, ProductChange, SupplierImportView, TakenImport } from './import-responses.js';
import type { SupplierImportServices } from './services.js';

const IMPORTS = '/api/v1/supplier-products/imports';

@Route('api/v1/supplier-products/imports')
@Tags('catalogue')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such record')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class SupplierImportsController extends Controller {
  static readonly needs = 'supplierImports';

  constructor(private readonly services: SupplierImportServices) {
    super();
  }

  /**
   * Takes a supplier's price list for the catalogue of the clinic: CSV or XLSX, at most `IMPORT_MAX_FILE_MB` and `IMPORT_MAX_ROWS`. It
   * is read in the background, against the catalogue as it is; read the import until its `state` is `previewed`. Every bad row is
   * reported with its place, and the others are imported. Honours Idempotency-Key. Permission: `catalogue:manage`. Errors: 400, 404 for
   * another clinic, 413, 415, 422; what is wrong in the file is said by the import.
   * @param file The list.
   * @param supplier The key of a supplier; `auto`, when left out: the layout says whose it is.
   * @param mode `preview`, when left out: nothing changes before somebody applies it. `apply`: applied at once, unless something holds it.
   * @param coverage What the supplier's mapping says, when left out. `full`: products that the list lacks turn inactive; `partial`: none does. None is deleted.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Post()
  @Security('bearer', ['catalogue:manage'])
  @SuccessResponse(202, 'Taken')
  @Response<Problem>(400, 'No file, one that is not safe, or a field that is not valid')
  @Response<Problem>(413, 'The file is too large')
  @Response<Problem>(415, 'The body is no form')
  @Response<Problem>(422, 'The Idempotency-Key was used for another file')
  @Example<TakenImport>({ id: '3b0f4a52-7c1d-8e9f-a0b1-c2d3e4f5a6b7', state: 'received' })
  async importPriceList(
    @Request() request: HttpRequest,
    @UploadedFile() file: File,
    @FormField() supplier?: SearchText,
    @FormField() mode?: string,
    @FormField() coverage?: string,
    @Query() clinic?: Uuid,
  ): Promise<TakenImport> {
    const actor = actorOf(request);
    const clinicId = catalogueClinic(actor, clinic);
    const list = { ...priceListForm(file, { supplier, mode, coverage }), clinicId, source: 'upload' as const };
    const work = async (requestKey: RequestKey | null): Promise<TakenImport> => {
      const { id, state } = await this.services.submit(actor, list, requestKey);
      return { id, state };
    };
    const location = ({ id }: TakenImport) => `${IMPORTS}/${id}/`;
    const digest = createHash('sha256').update(list.bytes).digest('base64');
    return answerIdempotently(this, request, work, { status: 202, location, understood: { ...list, bytes: digest } });
  }

  /**
   * Imports of the clinic, the latest first, each with the first of its errors and warnings. Paged by the Link header. With `format` `csv`
   * or `xlsx`, or by `Accept`, a file of all that match, a row for each; each file is a row of the audit. Permission: `catalogue:read`.
   * Errors: 400, 404 for another clinic.
   * @param supplier The key of a supplier.
   * @param state In which they are now.
   * @param format As which file; as the `Accept` header says when left out.
   * @param clinic The clinic that the caller acts in; it need not be named.
   * @param limit 1 to 200, 50 when left out; a file has no limit.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['catalogue:read'])
  @Produces('application/json')
  @Produces('text/csv')
  @Produces('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @Response<Problem>(400, 'A filter is not valid')
  @Example<SupplierImportView[]>([SUPPLIER_IMPORT])
  async listSupplierImports(
    @Request() request: HttpRequest,
    @Query() supplier?: SearchText,
    @Query() state?: ImportState,
    @Query() format?: 'json' | 'csv' | 'xlsx',
    @Query() clinic?: Uuid,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<SupplierImportView[] | Readable> {
    const actor = actorOf(request);
    const matching = { clinicId: catalogueClinic(actor, clinic), supplier, state };
    const file = wantedFile(request, format);
    if (file !== null) return this.file(await this.services.export(actor, matching, file));
    const page = readPage(request, limit, cursor);
    const rows = await this.services.list(actor, { ...matching, limit: page.fetch, after: page.after });
    const cursorOf = ({ createdAt: at, id }: { readonly createdAt: Date; readonly id: string }) => ({ at, id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(supplierImportView);
  }

  /**
   * One import: its state, what it would change or has changed, and the first of its errors and warnings. Permission:
   * `catalogue:read`. Errors: 404.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Get('{id}')
  @Security('bearer', ['catalogue:read'])
  @Example<SupplierImportView>(SUPPLIER_IMPORT)
  async readSupplierImport(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() clinic?: Uuid,
  ): Promise<SupplierImportView> {
    const actor = actorOf(request);
    const clinicId = catalogueClinic(actor, clinic);
    return supplierImportView(await this.services.read(actor, clinicId, pathId(id, 'Import')));
  }

  /**
   * Says go to a preview, also to one that is held: it is applied in one transaction, in the background. Sent again it changes nothing.
   * Permission: `catalogue:manage`. Errors: 404, 409 `invalid_transition`, 409 `import_running` while another import of the supplier is
   * applied or taken back, 409 `preview_stale` when the catalogue has changed since: the preview is then made anew.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Post('{id}/apply')
  @Security('bearer', ['catalogue:manage'])
  @SuccessResponse(202, 'Approved')
  @Response<Problem>(409, 'Not in this state, another import is under way, or the preview is out of date')
  @Example<SupplierImportView>(SUPPLIER_IMPORT)
  async applySupplierImport(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() clinic?: Uuid,
  ): Promise<SupplierImportView> {
    return this.decide(request, clinic, { id, decision: 'apply', reason: null });
  }

  /**
   * Gives up an import that was not applied yet. Sent again it changes nothing. Permission: `catalogue:manage`. Errors: 404, 409
   * `invalid_transition`.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Post('{id}/cancel')
  @Security('bearer', ['catalogue:manage'])
  @SuccessResponse(202, 'Cancelled')
  @Response<Problem>(409, 'Not in this state')
  @Example<SupplierImportView>(SUPPLIER_IMPORT)
  async cancelSupplierImport(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() clinic?: Uuid,
  ): Promise<SupplierImportView> {
    return this.decide(request, clinic, { id, decision: 'cancel', reason: null });
  }

  /**
   * Takes an applied import back, in one transaction in the background: every list and every product is as it was, and what it has
   * created is gone. Sent again it changes nothing. Permission: `catalogue:manage`. Errors: 400, 404, 409 `invalid_transition`, 409
   * `import_running`, 409 `undo_blocked` with the later imports of the supplier.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Post('{id}/undo')
  @Security('bearer', ['catalogue:manage'])
  @SuccessResponse(202, 'To be taken back')
  @Response<Problem>(400, 'No reason')
  @Response<Problem>(409, 'Not in this state, another import is under way, or a later one stands on it')
  @Example<SupplierImportView>(SUPPLIER_IMPORT)
  async undoSupplierImport(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: UndoSupplierImportBody,
    @Query() clinic?: Uuid,
  ): Promise<SupplierImportView> {
    return this.decide(request, clinic, { id, decision: 'undo', reason: body.reason });
  }

  /**
   * What an import would change, or has changed, product by product. Paged by the Link header. With `format` `csv` or `xlsx`, or by
   * `Accept`, a file of all of it: a row for each product, with what changes of it as a line for each field; each file is a row of the audit.
   * Permission: `catalogue:read`. Errors: 400, 404.
   * @param kind What becomes of the product; all, when left out.
   * @param format As which file; as the `Accept` header says when left out.
   * @param clinic The clinic that the caller acts in; it need not be named.
   * @param limit 1 to 200, 50 when left out; a file has no limit.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get('{id}/changes')
  @Security('bearer', ['catalogue:read'])
  @Produces('application/json')
  @Produces('text/csv')
  @Produces('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @Response<Problem>(400, 'A filter is not valid')
  @Example<ProductChange[]>([PRODUCT_CHANGE])
  async listSupplierImportChanges(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() kind?: ChangeKind,
    @Query() format?: 'json' | 'csv' | 'xlsx',
    @Query() clinic?: Uuid,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<ProductChange[] | Readable> {
    const file = wantedFile(request, format);
    if (file !== null) {
      const actor = actorOf(request);
      const matching = { clinicId: catalogueClinic(actor, clinic), id: pathId(id, 'Import'), kind };
      return this.file(await this.services.exportChanges(actor, matching, file));
    }
    return this.part(request, { id, clinic, limit, cursor }, async (part) => {
      const changes = await this.services.changes(actorOf(request), part, kind);
      return changes.map(changeView);
    });
  }

  /**
   * What is wrong with the rows of a list, in its order; paged by the Link header. With `format` `csv` or `xlsx`, or by `Accept`, a file:
   * the rows in error under their own headings and a column `Problem`, which can be corrected and imported again with `coverage`
   * `partial`; each is a row of the audit. Permission: `catalogue:read`. Errors: 400, 404.
   * @param kind `error`, when left out: what keeps a row out of the catalogue. A file holds errors only.
   * @param format `xlsx` has a sheet for each sheet of the list, `csv` one table; as the `Accept` header says when left out.
   * @param clinic The clinic that the caller acts in; it need not be named.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get('{id}/errors')
  @Security('bearer', ['catalogue:read'])
  @Produces('application/json')
  @Produces('text/csv')
  @Produces('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @Response<Problem>(400, 'A filter is not valid')
  @Example<PriceListProblem[]>([PRICE_LIST_PROBLEM])
  async listSupplierImportErrors(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() kind?: 'error' | 'warning',
    @Query() format?: 'json' | 'csv' | 'xlsx',
    @Query() clinic?: Uuid,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<PriceListProblem[] | Readable> {
    const file = wantedFile(request, format);
    if (file !== null) return this.errorFile(request, { id, clinic, kind }, file);
    return this.part(request, { id, clinic, limit, cursor }, async (part) => {
      const problems = await this.services.problems(actorOf(request), part, kind ?? 'error');
      return problems.map(problemView);
    });
  }

  /**
   * The file of an import as it came; each download is a row of the audit. Permission: `catalogue:read`. Errors: 404.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Get('{id}/file')
  @Security('bearer', ['catalogue:read'])
  @Produces('application/octet-stream')
  @Example<string>('PK')
  async downloadSupplierImportFile(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() clinic?: Uuid,
  ): Promise<Readable> {
    const actor = actorOf(request);
    const { name, bytes } = await this.services.file(actor, catalogueClinic(actor, clinic), pathId(id, 'Import'));
    this.setHeader('Content-Type', 'application/octet-stream');
    this.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    this.setHeader('Cache-Control', 'no-store');
    return Readable.from([Buffer.from(bytes)]);
  }

  private file(file: ListFile): Readable {
    this.setHeader('Cache-Control', 'no-store');
    return sendTable(this, file);
  }

  private async errorFile(
    request: HttpRequest,
    {
      id,
      clinic,
      kind,
    }: { readonly id: string; readonly clinic: string | undefined; readonly kind: string | undefined },
    format: 'csv' | 'xlsx',
  ): Promise<Readable> {
    if (kind === 'warning') throw invalid('kind', 'A file holds the rows in error: rows with warnings are imported.');
    const actor = actorOf(request);
    const wanted = { clinicId: catalogueClinic(actor, clinic), id: pathId(id, 'Import'), format };
    const file = await this.services.errorFile(actor, wanted);
    this.setHeader('Cache-Control', 'no-store');
    return file.format === 'csv' ? sendCsv(this, file.name, file.text) : sendXlsx(this, file.name, file.bytes);
  }

  private async decide(
    request: HttpRequest,
    clinic: string | undefined,
    { id, ...decision }: { readonly id: string; readonly decision: Decision; readonly reason: string | null },
  ): Promise<SupplierImportView> {
    this.setStatus(202);
    const actor = actorOf(request);
    const wanted = { importId: pathId(id, 'Import'), ...decision };
    return supplierImportView(await this.services.decide(actor, catalogueClinic(actor, clinic), wanted));
  }

  /** A page of what belongs to an import, by its place: the cursor counts what was seen. */
  private async part<View>(
    request: HttpRequest,
    asked: {
      readonly id: string;
      readonly clinic: string | undefined;
      readonly limit: number | undefined;
      readonly cursor: string | undefined;
    },
    read: (part: PartOfImport) => Promise<readonly View[]>,
  ): Promise<View[]> {
    const page = readPage(request, asked.limit, asked.cursor);
    const id = pathId(asked.id, 'Import');
    if (page.after && page.after.id !== id)
      throw invalid('cursor', 'This is no cursor of this list: take it from the Link header.');
    const skip = page.after ? Date.parse(page.after.at) : 0;
    const clinicId = catalogueClinic(actorOf(request), asked.clinic);
    const rows = await read({ clinicId, id, skip, limit: page.fetch });
    const cursorOf = () => ({ at: new Date(skip + page.limit), id });
    return [...sendPage(this, request, { rows, limit: page.limit, cursorOf })];
  }
}
