import {
  Body,
  Controller,
  Example,
  Get,
  Patch,
  Path,
  Query,
  Request,
  Response,
  Route,
  Security,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { actorOf } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { CLINICAL_RULE } from './clinical-rules-examples.js';
import { clinicalRuleView } from './clinical-rules-presenter.js';
import type { ClinicalRuleChangeBody } from './clinical-rules-requests.js';
import type { CheckView, ClinicalRuleView } from './clinical-rules-responses.js';
import type { ClinicalRulesServices } from './clinical-rules-services.js';

@Route('api/v1/admin/clinical-rules')
@Tags('prescriptions')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class ClinicalRulesController extends Controller {
  static readonly needs = 'clinicalRules';

  constructor(private readonly services: ClinicalRulesServices) {
    super();
  }

  /**
   * The rules by which prescriptions are checked, as they stand at the clinic that the caller acts in, in the order in which they
   * are delivered. Permission: `clinical-rules:manage`. Errors: 400.
   * @param check Those of this check alone.
   * @param active Those that make alerts, or those that are switched off; all of them when left out.
   */
  @Get()
  @Security('bearer', ['clinical-rules:manage'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<ClinicalRuleView[]>([CLINICAL_RULE])
  async listClinicalRules(
    @Request() request: HttpRequest,
    @Query() check?: CheckView,
    @Query() active?: boolean,
  ): Promise<ClinicalRuleView[]> {
    return (await this.services.list(actorOf(request), { check, active })).map(clinicalRuleView);
  }

  /**
   * Switches a rule off or on, or weighs it otherwise, for the clinic that the caller acts in: as its next version, which the next
   * check obeys. Other clinics see nothing of it. Only `contraindicated` and `major` interrupt a doctor. Recorded in the audit with
   * the reason. Permission: `clinical-rules:manage`. Errors: 400, 404, 409 `version_conflict` with the `version` that there is.
   */
  @Patch('{id}')
  @Security('bearer', ['clinical-rules:manage'])
  @Response<Problem>(400, 'The change is not valid')
  @Response<Problem>(404, 'No such rule')
  @Response<Problem>(409, 'Somebody has changed it meanwhile')
  @Example<ClinicalRuleView>(CLINICAL_RULE)
  async changeClinicalRule(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: ClinicalRuleChangeBody,
  ): Promise<ClinicalRuleView> {
    return clinicalRuleView(await this.services.change(actorOf(request), id, body));
  }
}
