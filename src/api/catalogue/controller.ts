import type { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Example,
  Get,
  Patch,
  Path,
  Produces,
  Query,
  Request,
  Response,
  Route,
  Security,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { DoseForm, ProductSchedule } from '../../domain/catalogue/product.js';
import type { MatchingProducts } from '../../domain/catalogue/products-query.js';
import { catalogueClinic } from '../../usecases/catalogue/own-clinic.js';
import { sendTagged } from '../http/entity-tag.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { sendTable, wantedFile } from '../http/sheet-files.js';
import type { SearchText, Uuid } from '../http/wire-formats.js';
import { SUPPLIER_PRODUCT, SUPPLIER_PRODUCT_DETAILS } from './examples.js';
import { productDetails, productView } from './presenter.js';
import { type ProductSort, type ReorderLevelBody, readActive, readOrder, reorderLevelOf } from './requests.js';
import type { SupplierProductDetails, SupplierProductView } from './responses.js';
import type { CatalogueServices } from './services.js';

@Route('api/v1/supplier-products')
@Tags('catalogue')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such record')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class SupplierProductsController extends Controller {
  static readonly needs = 'catalogue';

  constructor(private readonly services: CatalogueServices) {
    super();
  }

  /**
   * The catalogue of the clinic: what suppliers offer, as their price lists describe it. For staff alone, because these products may
   * not be advertised to patients. Every word of a search is found in name, brand, generic name, code, cultivar or ingredients, and
   * typing errors are forgiven. Bounds include their ends; a product of which a number is not known is within none. Paged by the Link
   * header; a page that was read before is answered 304 where its `ETag` comes as `If-None-Match`. With `format` `csv` or `xlsx`, or by `Accept`,
   * a file of all products that match, which can be imported again; each is a row of the audit. Permission: `catalogue:read`. Errors: 400, 404 for another clinic.
   * @param clinic The clinic that the caller acts in; it need not be named.
   * @param supplier The key of a supplier, in any case.
   * @param search Words of a product.
   * @param active `true`, when left out; `false`: those that a newer full list lacked; `all`.
   * @param category The number of a TGA category, or the text.
   * @param schedule The schedule of the Poisons Standard.
   * @param dose_form Of the product.
   * @param thc_min In the unit of the product's strength.
   * @param thc_max In the unit of the product's strength.
   * @param cbd_min In the unit of the product's strength.
   * @param cbd_max In the unit of the product's strength.
   * @param price_per_mg_max Wholesale, of a mg of THC and CBD together.
   * @param in_stock `true`: those that the supplier has, also few; `false`: all others.
   * @param sort `name`, when left out, `price`, `price_per_mg`, `thc`, `cbd`, `stock`, `updated`; `-` in front for the greatest first. What is not known stands last.
   * @param format As which file; as the `Accept` header says when left out.
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
  @Example<SupplierProductView[]>([SUPPLIER_PRODUCT])
  async listSupplierProducts(
    @Request() request: HttpRequest,
    @Query() clinic?: Uuid,
    @Query() supplier?: SearchText,
    @Query() search?: SearchText,
    @Query() active?: 'true' | 'false' | 'all',
    @Query() category?: SearchText,
    @Query() schedule?: ProductSchedule,
    @Query() dose_form?: DoseForm,
    @Query() thc_min?: number,
    @Query() thc_max?: number,
    @Query() cbd_min?: number,
    @Query() cbd_max?: number,
    @Query() price_per_mg_max?: number,
    @Query() in_stock?: boolean,
    @Query() sort?: ProductSort,
    @Query() format?: 'json' | 'csv' | 'xlsx',
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<SupplierProductView[] | Readable> {
    const actor = actorOf(request);
    const wanted: MatchingProducts = {
      ...{ clinicId: catalogueClinic(actor, clinic), supplier, search, category, schedule },
      ...{ doseForm: dose_form, thcMin: thc_min, thcMax: thc_max, cbdMin: cbd_min, cbdMax: cbd_max },
      ...{ pricePerMgMax: price_per_mg_max, inStock: in_stock, active: readActive(active), ...readOrder(sort) },
    };
    const file = wantedFile(request, format);
    if (file !== null) {
      this.setHeader('Cache-Control', 'no-store');
      return sendTable(this, await this.services.export(actor, wanted, file));
    }
    const page = readPage(request, limit, cursor);
    const products = await this.services.list(actor, { ...wanted, limit: page.fetch, after: page.after?.id });
    const cursorOf = ({ firstSeenAt: at, id }: { readonly firstSeenAt: Date; readonly id: string }) => ({ at, id });
    const views = sendPage(this, request, { rows: products, limit: page.limit, cursorOf }).map(productView);
    sendTagged(this, request, views);
    return views;
  }

  /**
   * One product with its row of the list and its histories; also one that is not active any more. Permission: `catalogue:read`.
   * Errors: 404.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Get('{id}')
  @Security('bearer', ['catalogue:read'])
  @Example<SupplierProductDetails>(SUPPLIER_PRODUCT_DETAILS)
  async readSupplierProduct(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() clinic?: Uuid,
  ): Promise<SupplierProductDetails> {
    const actor = actorOf(request);
    const product = await this.services.read(actor, catalogueClinic(actor, clinic), pathId(id, 'Product'));
    return productDetails(product);
  }

  /**
   * Says at which stock the clinic wants to reorder a product. What the supplier says of it is changed by imports alone. Permission:
   * `catalogue:manage`. Errors: 400, 404.
   * @param clinic The clinic that the caller acts in; it need not be named.
   */
  @Patch('{id}')
  @Security('bearer', ['catalogue:manage'])
  @Response<Problem>(400, 'Not a whole number from 0 on, nor null')
  @Example<SupplierProductDetails>(SUPPLIER_PRODUCT_DETAILS)
  async setReorderLevel(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: ReorderLevelBody,
    @Query() clinic?: Uuid,
  ): Promise<SupplierProductDetails> {
    const actor = actorOf(request);
    const clinicId = catalogueClinic(actor, clinic);
    const product = await this.services.setReorderLevel(actor, clinicId, pathId(id, 'Product'), reorderLevelOf(body));
    return productDetails(product);
  }
}
