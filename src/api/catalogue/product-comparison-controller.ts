import { Controller, Example, Get, Query, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { DoseForm } from '../../domain/catalogue/product.js';
import { catalogueClinic } from '../../usecases/catalogue/own-clinic.js';
import { readPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { SearchText, Uuid } from '../http/wire-formats.js';
import { PRODUCT_COMPARISONS } from './product-comparison-examples.js';
import { comparisonsView } from './product-comparison-presenter.js';
import type { ProductComparisons } from './product-comparison-responses.js';
import type { CatalogueServices } from './services.js';

/** Its file stands behind `controller.ts` in the alphabet, so that its route comes before `{id}`, which would match it. */
@Route('api/v1/supplier-products/compare')
@Tags('catalogue')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(404, 'No such record')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class ProductComparisonsController extends Controller {
  static readonly needs = 'catalogue';

  constructor(private readonly services: CatalogueServices) {
    super();
  }

  /**
   * Like products of several suppliers side by side: active ones of the same dose form, unit, THC and CBD (to one decimal; a part under
   * 2 % of both, or printed as below, is 0), without cannabinoids of the same ingredients and strength. The best price is the lowest per
   * mg, else per unit, of those that are not out of stock; a price that cannot be computed never is. Permission: `catalogue:read`. Errors: 400, 404.
   * @param search Groups with a product that has every word of it; each group is whole.
   * @param product The group of this product alone.
   * @param dose_form Of the products.
   * @param all `true`: also groups of one supplier.
   * @param clinic The clinic that the caller acts in; it need not be named.
   * @param limit Groups: 1 to 200, 50 when left out.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['catalogue:read'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<ProductComparisons>(PRODUCT_COMPARISONS)
  async compareSupplierProducts(
    @Request() request: HttpRequest,
    @Query() search?: SearchText,
    @Query() product?: Uuid,
    @Query() dose_form?: DoseForm,
    @Query() all?: boolean,
    @Query() clinic?: Uuid,
    @Query() limit?: number,
  ): Promise<ProductComparisons> {
    const actor = actorOf(request);
    const groups = await this.services.compare(actor, {
      ...{ clinicId: catalogueClinic(actor, clinic), search, doseForm: dose_form, all: all ?? false },
      product: product === undefined ? undefined : pathId(product, 'Product'),
      limit: readPage(request, limit, undefined).limit,
    });
    return comparisonsView(groups);
  }
}
