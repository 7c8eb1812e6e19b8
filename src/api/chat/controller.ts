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
import type { RoomStatus } from '../../domain/chat/rooms.js';
import { invalid } from '../../domain/errors.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { readPage, sendNextLink, sendPage } from '../http/paging.js';
import { actorOf, chatterOf, inputId, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import type { SearchText, Uuid } from '../http/wire-formats.js';
import { CHAT_GUEST, CHAT_MESSAGE, CHAT_NURSE, CHAT_ROOM, MARKED_READ, MESSAGE_VERSION } from './examples.js';
import {
  foundMessageView,
  markedReadAnswer,
  memberView,
  messageVersionView,
  messageView,
  nurseView,
  roomView,
  searchedRoomView,
} from './presenter.js';
import {
  type MarkReadBody,
  type MemberBody,
  type MessageBody,
  type MessageChangeBody,
  markReadOf,
  memberOf,
  messageOf,
  messageSearchOf,
  messagesQueryOf,
  placeOf,
  type ReopenBody,
  reopeningOf,
  searchedWords,
} from './requests.js';
import type {
  ChatMemberView,
  ChatMessageView,
  ChatNurseView,
  ChatRoomView,
  MarkedReadAnswer,
  MessageVersionView,
} from './responses.js';
import type { ChatServices } from './services.js';

@Route('api/v1/chat')
@Tags('chat')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed, or a member no more')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class ChatController extends Controller {
  static readonly needs = 'chat';

  constructor(private readonly services: ChatServices) {
    super();
  }

  /**
   * The rooms in which the caller is a member, those first in which something was said last; with `patient` all rooms of this
   * patient at the clinic for whoever has opened the record by break-glass, of which a message in each tells both sides. Paged by the Link header. With
   * `search`, which needs `patient`, those of this patient in which every word occurs in a message, each with `matches`; a page may
   * be short or empty while the Link header goes on. Permission: `chat:use`. Errors: 400.
   * @param status Only these.
   * @param patient Only those of this patient.
   * @param search Words, in any case and with or without accents, also inside of others.
   * @param limit 1 to 200, 50 when left out.
   * @param cursor From the Link header of the page before.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get()
  @Security('bearer', ['chat:use'])
  @Response<Problem>(400, 'A filter is not valid')
  @Example<ChatRoomView[]>([CHAT_ROOM])
  async listChatRooms(
    @Request() request: HttpRequest,
    @Query() status?: RoomStatus,
    @Query() patient?: Uuid,
    @Query() search?: SearchText,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<ChatRoomView[]> {
    const page = readPage(request, limit, cursor);
    const patientId = patient === undefined ? undefined : inputId(patient, 'patient');
    const cursorOf = ({ activeAt: at, id }: { readonly activeAt: Date; readonly id: string }) => ({ at, id });
    const wish = { status, limit: page.fetch, after: page.after };
    if (search === undefined) {
      const rows = await this.services.list(chatterOf(request), { ...wish, patientId });
      return sendPage(this, request, { rows, limit: page.limit, cursorOf }).map(roomView);
    }
    if (patientId === undefined) throw invalid('search', 'Say whose rooms to look through: give patient, too.');
    const words = searchedWords(search);
    const { rooms: rows, searched } = await this.services.searchRooms(chatterOf(request), {
      ...wish,
      patientId,
      words,
    });
    const shown = sendPage(this, request, { rows, limit: Math.min(page.limit, searched), cursorOf });
    return shown.filter(({ matches }) => matches.length > 0).map(searchedRoomView);
  }

  /**
   * One room. Its members read it, and whoever has opened the patient's record by break-glass; a message in the room tells both
   * sides of the latter. Permission: `chat:use`. Errors: 403 for a former member, 404.
   */
  @Get('{room}')
  @Security('bearer', ['chat:use'])
  @Response<Problem>(404, 'No such room')
  @Example<ChatRoomView>(CHAT_ROOM)
  async readChatRoom(@Request() request: HttpRequest, @Path() room: string): Promise<ChatRoomView> {
    return roomView(await this.services.read(chatterOf(request), pathId(room, 'Chat room')));
  }

  /**
   * Messages in the order in which they were sent: the last ones, or those beside a `seq`. With `since` what was sent or changed
   * after a `rev`, in the order of the changes. The header `X-Room-Rev` is the `rev` to go on with: everything until then is in
   * this answer and, where there are more than `limit`, in those that follow. With `search` the latest messages in which every
   * word occurs, with `highlighted_text` and `highlights`; the Link header leads to older ones. Deleted messages and names of files
   * are not found. Permission: `chat:use`. Errors: 400, 403 for a former member, 404.
   * @param before A `seq`: the messages just before it.
   * @param after A `seq`: the messages just after it.
   * @param since A `rev`: what changed after it.
   * @param limit 1 to 200, 50 when left out.
   * @param search Words, in any case and with or without accents, also inside of others.
   * @param dateFrom Sent from then on: an instant, or a day where the clinic is.
   * @param dateTo Sent before this instant, or until the end of this day where the clinic is.
   * @isInt before
   * @minimum before 0
   * @maximum before 2147483647
   * @isInt after
   * @minimum after 0
   * @maximum after 2147483647
   * @isInt since
   * @minimum since 0
   * @maximum since 2147483647
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get('{room}/messages')
  @Security('bearer', ['chat:use'])
  @Response<Problem>(400, 'A filter is not valid')
  @Response<Problem>(404, 'No such room')
  @Example<ChatMessageView[]>([CHAT_MESSAGE])
  async listChatMessages(
    @Request() request: HttpRequest,
    @Path() room: string,
    @Query() before?: number,
    @Query() after?: number,
    @Query() since?: number,
    @Query() limit?: number,
    @Query() search?: SearchText,
    @Query('date_from') dateFrom?: string,
    @Query('date_to') dateTo?: string,
  ): Promise<ChatMessageView[]> {
    const wish = { before, after, since, limit, dateFrom, dateTo };
    const [actor, roomId] = [chatterOf(request), pathId(room, 'Chat room')];
    if (search === undefined) {
      const read = await this.services.messages(actor, roomId, messagesQueryOf(wish));
      this.setHeader('X-Room-Rev', String(read.rev));
      return read.messages.map(messageView);
    }
    const found = await this.services.search(actor, roomId, messageSearchOf(search, wish));
    this.setHeader('X-Room-Rev', String(found.rev));
    if (found.next !== null) sendNextLink(this, request, 'before', String(found.next));
    return found.messages.map(foundMessageView);
  }

  /**
   * Sends a message to an open room. Sent again with the same `client_message_id`, it is one message, however often and however
   * long after: the answer says `Idempotent-Replayed`. Limited (`chat_messages`). Honours Idempotency-Key. Permission:
   * `chat:use`. Errors: 400, 403 for a former member, 404, 409 `room_closed`, 422.
   */
  @Post('messages/{room}')
  @Security('bearer', ['chat:use'])
  @SuccessResponse(201, 'Stored')
  @Response<Problem>(400, 'The message is not valid')
  @Response<Problem>(404, 'No such room')
  @Response<Problem>(409, 'The room is not open')
  @Response<Problem>(422, 'The client_message_id or the Idempotency-Key was used for another message')
  @Example<ChatMessageView>(CHAT_MESSAGE)
  async sendChatMessage(
    @Request() request: HttpRequest,
    @Path() room: string,
    @Body() body: MessageBody,
  ): Promise<ChatMessageView> {
    const command = messageOf(room, body);
    const work = async (requestKey: RequestKey | null) => {
      const { message, isRepeat } = await this.services.send(chatterOf(request), command, requestKey);
      if (isRepeat) this.setHeader('Idempotent-Replayed', 'true');
      return messageView(message);
    };
    const location = ({ room: id, seq }: ChatMessageView) => `/api/v1/chat/${id}/messages/?after=${seq - 1}&limit=1`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: command });
  }

  /**
   * Says something else in a message: its sender, while the room is open and within `POLICY_CHAT_EDIT_WINDOW`. What it said before
   * stays in its history. Permission: `chat:use`. Errors: 400, 403 for everybody but its sender, 404, 409 `room_closed` or
   * `invalid_transition` once it is too late.
   */
  @Patch('{room}/messages/{id}')
  @Security('bearer', ['chat:use'])
  @Response<Problem>(400, 'The message is not valid')
  @Response<Problem>(404, 'No such room or message')
  @Response<Problem>(409, 'The room is not open, or the message was sent too long ago')
  @Example<ChatMessageView>(CHAT_MESSAGE)
  async editChatMessage(
    @Request() request: HttpRequest,
    @Path() room: string,
    @Path() id: string,
    @Body() body: MessageChangeBody,
  ): Promise<ChatMessageView> {
    const edited = { ...placeOf(room, id), message: body.message };
    return messageView(await this.services.edit(chatterOf(request), edited));
  }

  /**
   * Takes a message back: its sender, while the room is open and within `POLICY_CHAT_EDIT_WINDOW`. It stays in its place and says
   * nothing; what it said stays in its history. Permission: `chat:use`. Errors: 403 for everybody but its sender, 404, 409
   * `room_closed` or `invalid_transition` once it is too late.
   */
  @Delete('{room}/messages/{id}')
  @Security('bearer', ['chat:use'])
  @SuccessResponse(204, 'Deleted')
  @Response<Problem>(404, 'No such room or message')
  @Response<Problem>(409, 'The room is not open, or the message was sent too long ago')
  async deleteChatMessage(@Request() request: HttpRequest, @Path() room: string, @Path() id: string): Promise<void> {
    await this.services.delete(chatterOf(request), placeOf(room, id));
  }

  /**
   * What a message has said, the first version first; the last one is empty where it was deleted. Permission: `chat:use`. Errors:
   * 403 for a former member, 404.
   */
  @Get('{room}/messages/{id}/history')
  @Security('bearer', ['chat:use'])
  @Response<Problem>(404, 'No such room or message')
  @Example<MessageVersionView[]>([MESSAGE_VERSION])
  async listChatMessageVersions(
    @Request() request: HttpRequest,
    @Path() room: string,
    @Path() id: string,
  ): Promise<MessageVersionView[]> {
    const { roomId, messageId } = placeOf(room, id);
    return (await this.services.history(chatterOf(request), roomId, messageId)).map(messageVersionView);
  }

  /**
   * Opens the room of a completed visit again for a follow-up, until `until`: its doctor, within `POLICY_CHAT_REOPEN` of the
   * completion, and no longer ahead than that. The room says so, and the patient gets a mail. Once more chooses another moment. Honours
   * Idempotency-Key. Permission: `chat:use`. Errors: 400, 403 for everybody but its doctor, 404, 409 `invalid_transition` (not
   * completed, or too long ago) or `room_closed` (archived), 422.
   */
  @Post('{room}/reopen')
  @Security('bearer', ['chat:use'])
  @SuccessResponse(200, 'Open again')
  @Response<Problem>(400, 'The moment or the reason is not valid')
  @Response<Problem>(404, 'No such room')
  @Response<Problem>(409, 'The visit is not completed, or was too long ago')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<ChatRoomView>(CHAT_ROOM)
  async reopenChatRoom(
    @Request() request: HttpRequest,
    @Path() room: string,
    @Body() body: ReopenBody,
  ): Promise<ChatRoomView> {
    const command = reopeningOf(room, body);
    const work = async (requestKey: RequestKey | null) =>
      roomView(await this.services.reopen(actorOf(request), command, requestKey));
    return answerIdempotently(this, request, work, { status: 200, understood: command });
  }

  /**
   * Brings somebody into the room, whom everybody there sees: a nurse of the clinic (`user`) at once, an interpreter or support
   * person (`name`, `email`, `role`) by a link that works once and is mailed to them. They see what is said from when they come
   * on. Its doctor alone. Honours Idempotency-Key. Permission: `chat:use`. Errors: 400, 403, 404, 409 `room_closed`, 422.
   */
  @Post('{room}/members')
  @Security('bearer', ['chat:use'])
  @SuccessResponse(201, 'Added, or invited')
  @Response<Problem>(400, 'The person is not valid')
  @Response<Problem>(404, 'No such room')
  @Response<Problem>(409, 'The room is closed')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<ChatMemberView>(CHAT_GUEST)
  async addChatMember(
    @Request() request: HttpRequest,
    @Path() room: string,
    @Body() body: MemberBody,
  ): Promise<ChatMemberView> {
    const command = memberOf(room, body);
    const work = async (requestKey: RequestKey | null) =>
      memberView(await this.services.addMember(actorOf(request), command, requestKey));
    const location = () => `/api/v1/chat/${command.roomId}/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: command });
  }

  /**
   * The nurses whom its doctor can bring into the room, by name: those who work at the clinic now, and are not in it. Its doctor
   * alone. Permission: `chat:use`. Errors: 403 for every other member, 404.
   */
  @Get('{room}/nurses')
  @Security('bearer', ['chat:use'])
  @Response<Problem>(404, 'No such room')
  @Example<ChatNurseView[]>([CHAT_NURSE])
  async listChatNurses(@Request() request: HttpRequest, @Path() room: string): Promise<ChatNurseView[]> {
    return (await this.services.nurses(actorOf(request), pathId(room, 'Chat room'))).map(nurseView);
  }

  /**
   * Takes a nurse or a guest out of the room: on every connection at once, and an invitation is void. Once more changes nothing.
   * Its doctor alone. Permission: `chat:use`. Errors: 403, also for doctor and patient, 404.
   */
  @Delete('{room}/members/{user}')
  @Security('bearer', ['chat:use'])
  @SuccessResponse(204, 'Removed')
  @Response<Problem>(404, 'No such room or member')
  async removeChatMember(@Request() request: HttpRequest, @Path() room: string, @Path() user: string): Promise<void> {
    await this.services.removeMember(actorOf(request), pathId(room, 'Chat room'), pathId(user, 'Member'));
  }

  /**
   * Says that the caller has read up to a message. It never goes back. Permission: `chat:use`. Errors: 400, 403 for who is no
   * member, 404.
   */
  @Post('{room}/mark-read')
  @Security('bearer', ['chat:use'])
  @Response<Problem>(400, 'The place is not valid')
  @Response<Problem>(404, 'No such room')
  @Example<MarkedReadAnswer>(MARKED_READ)
  async markChatRead(
    @Request() request: HttpRequest,
    @Path() room: string,
    @Body() body?: MarkReadBody,
  ): Promise<MarkedReadAnswer> {
    return markedReadAnswer(await this.services.markRead(chatterOf(request), markReadOf(room, body ?? {})));
  }
}
