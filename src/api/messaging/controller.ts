import {
  Controller,
  Example,
  Get,
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
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { NOTIFICATION, UNREAD_COUNT } from './examples.js';
import { notificationView } from './presenter.js';
import type { NotificationView, UnreadCountAnswer } from './responses.js';
import type { NoticeServices } from './services.js';

@Route('api/v1/notifications')
@Tags('notifications')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class NotificationController extends Controller {
  static readonly needs = 'notices';

  constructor(private readonly services: NoticeServices) {
    super();
  }

  /**
   * The caller's own notifications in the app, the latest first. There is at most one unread notification for each chat room: it is read
   * when the room is. Paged by the Link header. Permission: `notifications:own`. Errors: 400.
   * @param unread Only those that were not read.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['notifications:own'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<NotificationView[]>([NOTIFICATION])
  async listNotifications(
    @Request() request: HttpRequest,
    @Query() unread?: boolean,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<NotificationView[]> {
    const page = readPage(request, limit, cursor);
    const wish = { unreadOnly: unread === true, limit: page.fetch, after: page.after };
    const rows = await this.services.list(actorOf(request), wish);
    const cursorOf = ({ createdAt: at, id }: (typeof rows)[number]) => ({ at, id });
    return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(notificationView);
  }

  /** How many of the caller's notifications were not read. Permission: `notifications:own`. */
  @Get('unread-count')
  @Security('bearer', ['notifications:own'])
  @Example<UnreadCountAnswer>(UNREAD_COUNT)
  async countUnreadNotifications(@Request() request: HttpRequest): Promise<UnreadCountAnswer> {
    return { unread: await this.services.countUnread(actorOf(request)) };
  }

  /**
   * Marks one notification as read. What it leads to is not read by that. Permission: `notifications:own`. Errors: 404.
   */
  @Post('{id}/read')
  @Security('bearer', ['notifications:own'])
  @SuccessResponse(204, 'Read')
  @Response<Problem>(404, 'No such notification')
  async readNotification(@Request() request: HttpRequest, @Path() id: string): Promise<void> {
    await this.services.read(actorOf(request), pathId(id, 'Notification'));
  }

  /** Marks all of the caller's notifications as read. Permission: `notifications:own`. */
  @Post('read-all')
  @Security('bearer', ['notifications:own'])
  @SuccessResponse(204, 'Read')
  async readAllNotifications(@Request() request: HttpRequest): Promise<void> {
    await this.services.readAll(actorOf(request));
  }
}
