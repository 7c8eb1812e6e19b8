import {
  Body,
  Controller,
  Delete,
  Example,
  Get,
  Patch,
  Path,
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
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, inputId, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { Uuid } from '../http/wire-formats.js';
import { ANSWERS_ANSWER, ANSWERS_VIEW, QUESTIONNAIRE } from './examples.js';
import { answersAnswer, answersView, questionnaireView } from './presenter.js';
import {
  type AnswersBody,
  answersOf,
  formChangeOf,
  formOf,
  type QuestionnaireBody,
  type QuestionnaireChangeBody,
} from './requests.js';
import type { AnswersAnswer, AnswersView, QuestionnaireView } from './responses.js';
import type { QuestionnaireServices } from './services.js';

@Route('api/v1/questions')
@Tags('questions')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class QuestionnairesController extends Controller {
  static readonly needs = 'questionnaires';

  constructor(private readonly services: QuestionnaireServices) {
    super();
  }

  /**
   * The forms that the caller's clinics ask now, each in its latest version, the oldest first. Paged by the Link header.
   * Permission: `questionnaires:read`. Errors: 400.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['questionnaires:read'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<QuestionnaireView[]>([QUESTIONNAIRE])
  async listQuestionnaires(
    @Request() request: HttpRequest,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<QuestionnaireView[]> {
    const page = readPage(request, limit, cursor);
    const forms = await this.services.list(actorOf(request), { limit: page.fetch, after: page.after });
    const cursorOf = ({ createdAt: at, id }: { readonly createdAt: Date; readonly id: string }) => ({ at, id });
    return sendPage(this, request, { rows: forms, limit: page.limit, cursorOf }).map(questionnaireView);
  }

  /**
   * Writes a form for the clinic that the caller acts in. Its patients are asked from now on. Honours Idempotency-Key.
   * Permission: `questionnaires:manage`. Errors: 400 with the place of each problem, 422.
   */
  @Post()
  @Security('bearer', ['questionnaires:manage'])
  @SuccessResponse(201, 'Version 1')
  @Response<Problem>(400, 'The form could not be answered')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<QuestionnaireView>(QUESTIONNAIRE)
  async createQuestionnaire(
    @Request() request: HttpRequest,
    @Body() body: QuestionnaireBody,
  ): Promise<QuestionnaireView> {
    const form = formOf(body);
    const work = async (requestKey: RequestKey | null) =>
      questionnaireView(await this.services.create(actorOf(request), form, requestKey));
    const location = ({ id }: QuestionnaireView) => `/api/v1/questions/${id}/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: form });
  }

  /**
   * What was answered before a visit, drafts included: for its patient and its doctor. Each reading is audited.
   * Permission: `answers:read`. Errors: 400, 404.
   * @param appointment Of the visit.
   */
  @Get('answers')
  @Security('bearer', ['answers:read'])
  @Response<Problem>(400, 'The appointment is missing')
  @Response<Problem>(404, 'No such appointment')
  @Example<AnswersView[]>([ANSWERS_VIEW])
  async listAnswers(@Request() request: HttpRequest, @Query() appointment: Uuid): Promise<AnswersView[]> {
    const read = await this.services.readAnswers(actorOf(request), inputId(appointment, 'appointment'));
    return read.map(answersView);
  }

  /**
   * Keeps what a patient answers before a visit, as a draft or for good, until the visit starts. What a condition hides does
   * not count. `alerts` are for the patient at once; the doctor gets an attention entry `answer_alert`. Honours
   * Idempotency-Key. Permission: `questionnaires:answer`. Errors: 400 with each question, 404, 409 once the visit has started
   * or the answers are final, 422.
   */
  @Post('answers')
  @Security('bearer', ['questionnaires:answer'])
  @SuccessResponse(201, 'Kept')
  @Response<Problem>(400, 'An answer is missing or not valid')
  @Response<Problem>(404, 'No such appointment, or it has no such form')
  @Response<Problem>(409, 'The visit has started, or the answers are final')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<AnswersAnswer>(ANSWERS_ANSWER)
  async answerQuestionnaire(@Request() request: HttpRequest, @Body() body: AnswersBody): Promise<AnswersAnswer> {
    const command = answersOf(body);
    const work = async (requestKey: RequestKey | null) =>
      answersAnswer(await this.services.answer(actorOf(request), command, requestKey));
    const location = () => `/api/v1/questions/answers/?appointment=${command.appointmentId}`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: command });
  }

  /**
   * One version of a form: the latest, or the one that `version` names, such as the one that somebody has answered. Also of
   * a form that was retired. Permission: `questionnaires:read`. Errors: 400, 404.
   * @param version The latest when left out.
   * @isInt version
   * @minimum version 1
   * @maximum version 2147483647
   */
  @Get('{id}')
  @Security('bearer', ['questionnaires:read'])
  @Response<Problem>(400, 'The version is not valid')
  @Response<Problem>(404, 'No such form or version')
  @Example<QuestionnaireView>(QUESTIONNAIRE)
  async readQuestionnaire(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Query() version?: number,
  ): Promise<QuestionnaireView> {
    const form = await this.services.read(actorOf(request), pathId(id, 'Questionnaire'), version ?? null);
    return questionnaireView(form);
  }

  /**
   * Writes the next version: what is left out stays as it is. Answers and drafts stay with the version that they answered.
   * Permission: `questionnaires:manage`. Errors: 400, 404, 409 for one that was retired.
   */
  @Patch('{id}')
  @Security('bearer', ['questionnaires:manage'])
  @Response<Problem>(400, 'The form could not be answered')
  @Response<Problem>(404, 'No such form')
  @Response<Problem>(409, 'The form was retired')
  @Example<QuestionnaireView>(QUESTIONNAIRE)
  async changeQuestionnaire(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: QuestionnaireChangeBody,
  ): Promise<QuestionnaireView> {
    const change = formChangeOf(body);
    return questionnaireView(await this.services.change(actorOf(request), pathId(id, 'Questionnaire'), change));
  }

  /** Asks it no more. What was answered stays readable. Permission: `questionnaires:manage`. Errors: 404. */
  @Delete('{id}')
  @Security('bearer', ['questionnaires:manage'])
  @SuccessResponse(204, 'Retired')
  @Response<Problem>(404, 'No such form')
  async retireQuestionnaire(@Request() request: HttpRequest, @Path() id: string): Promise<void> {
    await this.services.retire(actorOf(request), pathId(id, 'Questionnaire'));
  }
}
