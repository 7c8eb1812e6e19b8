import { Controller, Example, Get, Path, Query, Request, Response, Route, Security, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { parsePeriod } from '../../domain/periods.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, inputId, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { SearchText, Uuid } from '../http/wire-formats.js';
import { ACCOUNT_ACTIVITY, DELETED_APPOINTMENT, EMAIL_DELIVERY, USER_ACTION } from './audit-examples.js';
import {
  accountActivityAnswer,
  deletedAppointmentAnswer,
  emailDeliveryAnswer,
  userActionAnswer,
} from './audit-presenter.js';
import type {
  AccountActivityAnswer,
  DeletedAppointmentAnswer,
  EmailDeliveryAnswer,
  UserActionAnswer,
} from './audit-responses.js';
import type { AuditServices } from './services.js';

@Route('api/v1/audit')
@Tags('audit')
@Response<Problem>(400, 'A filter is not valid')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class AuditController extends Controller {
  static readonly needs = 'audit';

  constructor(private readonly services: AuditServices) {
    super();
  }

  /**
   * Who changed or read what in the caller's clinic, newest first: one row per request, lists and searches too. Each look is
   * recorded. Paged by the Link header. Permission: `audit:read`. Errors: 400.
   * @param user The person who acted.
   * @param patient Whose record it was, also among those of a list.
   * @param action Such as `appointment.read`.
   * @param resource_type Such as `appointment`.
   * @param resource_id The id of that resource.
   * @param from An instant, or a date: that day on the wall of the clinic's zone.
   * @param to An instant, not included, or a date, whose whole day is included.
   * @param timezone The zone that dates are read in, instead of the clinic's.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get('user-actions')
  @Security('bearer', ['audit:read'])
  @Example<UserActionAnswer[]>([USER_ACTION])
  async listUserActions(
    @Request() request: HttpRequest,
    @Query() user?: Uuid,
    @Query() patient?: Uuid,
    @Query() action?: SearchText,
    @Query() resource_type?: SearchText,
    @Query() resource_id?: SearchText,
    @Query() from?: string,
    @Query() to?: string,
    @Query() timezone?: string,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<UserActionAnswer[]> {
    const page = readPage(request, limit, cursor);
    const rows = await this.services.userActions(actorOf(request), {
      user: user === undefined ? undefined : inputId(user, 'user'),
      patient: patient === undefined ? undefined : inputId(patient, 'patient'),
      action,
      resourceType: resource_type,
      resourceId: resource_id,
      period: parsePeriod({ from, to, timezone }),
      limit: page.fetch,
      after: page.after,
    });
    const cursorOf = ({ row }: (typeof rows)[number]) => ({ at: row.happenedAt, id: row.id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(userActionAnswer);
  }

  /**
   * Mails that spoke for the caller's clinic and what the mail server said, newest first. Whether somebody opened one is not
   * known: mails carry nothing that tells. Each look is recorded. Paged by the Link header. Permission: `audit:read`. Errors: 400.
   * @param recipient A mail address, in any spelling of the same mailbox.
   * @param type Such as `booking_confirmed`.
   * @param from An instant, or a date: that day on the wall of the clinic's zone.
   * @param to An instant, not included, or a date, whose whole day is included.
   * @param timezone The zone that dates are read in, instead of the clinic's.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get('email-delivery')
  @Security('bearer', ['audit:read'])
  @Example<EmailDeliveryAnswer[]>([EMAIL_DELIVERY])
  async listEmailDelivery(
    @Request() request: HttpRequest,
    @Query() recipient?: SearchText,
    @Query() type?: SearchText,
    @Query() from?: string,
    @Query() to?: string,
    @Query() timezone?: string,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<EmailDeliveryAnswer[]> {
    const page = readPage(request, limit, cursor);
    const rows = await this.services.emailDelivery(actorOf(request), {
      recipient,
      type,
      period: parsePeriod({ from, to, timezone }),
      limit: page.fetch,
      after: page.after,
    });
    const cursorOf = ({ at, id }: (typeof rows)[number]) => ({ at, id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(emailDeliveryAnswer);
  }

  /**
   * What became of an account of the caller's clinic, oldest first, with its sign-ins. Values that changed are masked. Each
   * look is recorded. Permission: `audit:read`. Errors: 404.
   */
  @Get('users/{id}/activity')
  @Security('bearer', ['audit:read'])
  @Response<Problem>(404, 'No such account in the clinic')
  @Example<AccountActivityAnswer>(ACCOUNT_ACTIVITY)
  async readAccountActivity(@Request() request: HttpRequest, @Path() id: string): Promise<AccountActivityAnswer> {
    return accountActivityAnswer(await this.services.activity(actorOf(request), pathId(id, 'User')));
  }

  /**
   * Deleted appointments of the caller's clinic, the latest deletion first: they stand in no other list, and their records are
   * kept. Without clinical text. Each look is recorded. Paged by the Link header. Permission: `audit:read`. Errors: 400.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get('deleted-appointments')
  @Security('bearer', ['audit:read'])
  @Example<DeletedAppointmentAnswer[]>([DELETED_APPOINTMENT])
  async listDeletedAppointments(
    @Request() request: HttpRequest,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<DeletedAppointmentAnswer[]> {
    const page = readPage(request, limit, cursor);
    const rows = await this.services.deletedAppointments(actorOf(request), { limit: page.fetch, after: page.after });
    const cursorOf = ({ appointment, deletedAt }: (typeof rows)[number]) => ({ at: deletedAt, id: appointment.id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(deletedAppointmentAnswer);
  }
}
