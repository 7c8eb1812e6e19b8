import {
  Body,
  Controller,
  Example,
  Get,
  Post,
  Query,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { parseDay } from '../../domain/days.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { actorOf } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { AskedDay } from '../http/wire-formats.js';
import { LAW_RULE } from './law-examples.js';
import { lawRuleView } from './law-presenter.js';
import { type LawRuleBody, lawRowDraftOf } from './law-requests.js';
import type { LawRegionName, LawRuleView } from './law-responses.js';
import type { LawServices } from './law-services.js';

@Route('api/v1/admin/law-rules')
@Tags('prescriptions')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class LawRulesController extends Controller {
  static readonly needs = 'lawRules';

  constructor(private readonly services: LawServices) {
    super();
  }

  /**
   * What the law asks of prescriptions, each row with its region, days and source: what every installation has, and what was added
   * to this one; by rule, region and first day. A prescription obeys the rows of `all`, of the clinic's country and, in Australia,
   * of the prescriber's and the patient's state. Permission: `law-rules:read`. Errors: 400.
   * @param region The rows of this region alone.
   * @param on The rows that count on this day; left out: all of them, past and coming ones too.
   */
  @Get()
  @Security('bearer', ['law-rules:read'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<LawRuleView[]>([LAW_RULE])
  async listLawRules(
    @Request() request: HttpRequest,
    @Query() region?: LawRegionName,
    @Query() on?: AskedDay,
  ): Promise<LawRuleView[]> {
    const day = on === undefined ? undefined : parseDay('on', on);
    return (await this.services.list(actorOf(request), { region, on: day })).map(lawRuleView);
  }

  /**
   * Adds a row that takes effect later. From that day on it stands in the place of the earlier rows of its rule and region; no row is
   * ever changed or taken away. Recorded in the audit. Honours Idempotency-Key. Permission: `law-rules:manage`. Errors: 400 with the
   * place of each problem, also when the rule has a row for that region from that day on already; 422.
   */
  @Post()
  @Security('bearer', ['law-rules:manage'])
  @SuccessResponse(201, 'The row')
  @Response<Problem>(400, 'The row is not valid')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<LawRuleView>(LAW_RULE)
  async addLawRule(@Request() request: HttpRequest, @Body() body: LawRuleBody): Promise<LawRuleView> {
    const draft = lawRowDraftOf(body);
    const work = async (requestKey: RequestKey | null) =>
      lawRuleView(await this.services.add(actorOf(request), draft, requestKey));
    return answerIdempotently(this, request, work, {
      status: 201,
      location: () => '/api/v1/admin/law-rules/',
      understood: draft,
    });
  }
}
