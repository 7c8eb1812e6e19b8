import { Readable } from 'node:stream';
import {
  Controller,
  Example,
  type File,
  Get,
  NoSecurity,
  Path,
  Post,
  Produces,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
  UploadedFile,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { attachmentNamed } from '../../domain/documents/public.js';
import type { RequestKey } from '../../usecases/idempotency/derive-id.js';
import { answerIdempotently } from '../http/idempotent-answer.js';
import { chatterOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { ATTACHMENT, ATTACHMENT_LINK } from './examples.js';
import { attachmentLinkAnswer, attachmentView } from './presenter.js';
import { fingerprintOf } from './requests.js';
import type { AttachmentLinkAnswer, AttachmentView } from './responses.js';
import type { ChatServices } from './services.js';

@Route('api/v1/chat')
@Tags('chat')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class AttachmentsController extends Controller {
  static readonly needs = 'chat';

  constructor(private readonly services: ChatServices) {
    super();
  }

  /**
   * Uploads one file for one message of the caller's own in this room: name the answer's `id` in `attachments` when it is sent.
   * JPEG, PNG, WebP or PDF by content, at most `UPLOAD_MAX`. A picture is written anew: without place, device and editing data,
   * turned as its camera was held. A PDF stays as it is. What no message has used within a day is removed. Honours
   * Idempotency-Key. Permission: `chat:use`. Errors: 400 `upload_rejected`, 403 for a former member, 404, 409 `room_closed`, 413,
   * 415 for any other type, 422, 429 `chat_uploads` when too many wait for their message.
   * @param file The file, with its name.
   */
  @Post('{room}/attachments')
  @Security('bearer', ['chat:use'])
  @SuccessResponse(201, 'Kept')
  @Response<Problem>(400, 'No file, or one that is broken, not safe, or not what its name says')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'Not allowed, or a member no more')
  @Response<Problem>(404, 'No such room')
  @Response<Problem>(409, 'The room is not open')
  @Response<Problem>(413, 'The file is too large')
  @Response<Problem>(415, 'The body is no form, or the file is of a type that is not taken')
  @Response<Problem>(422, 'The Idempotency-Key was used for another file')
  @Example<AttachmentView>(ATTACHMENT)
  async uploadChatAttachment(
    @Request() request: HttpRequest,
    @Path() room: string,
    @UploadedFile() file: File,
  ): Promise<AttachmentView> {
    const upload = { roomId: pathId(room, 'Chat room'), name: file.originalname, bytes: file.buffer };
    const work = async (requestKey: RequestKey | null) =>
      attachmentView(await this.services.upload(chatterOf(request), upload, requestKey));
    const location = ({ id }: AttachmentView) => `/api/v1/chat/attachments/${id}/`;
    return answerIdempotently(this, request, work, { status: 201, location, understood: fingerprintOf(upload) });
  }

  /**
   * A link to a file, for the caller alone and for five minutes: it is fetched without a header, and saved rather than shown. It
   * ends before that with the caller's session, with their membership, and when the message is deleted. Permission: `chat:use`.
   * Errors: 403 for a former member, 404.
   */
  @Get('attachments/{id}')
  @Security('bearer', ['chat:use'])
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'Not allowed, or a member no more')
  @Response<Problem>(404, 'No such file')
  @Example<AttachmentLinkAnswer>(ATTACHMENT_LINK)
  async linkChatAttachment(@Request() request: HttpRequest, @Path() id: string): Promise<AttachmentLinkAnswer> {
    return attachmentLinkAnswer(await this.services.link(chatterOf(request), pathId(id, 'File')));
  }

  /** The file of a link. Errors: 404 for a link that was changed or is over. */
  @Get('files/{token}')
  @NoSecurity()
  @Response<Problem>(404, 'No such link, or it is over')
  @Produces('image/jpeg')
  @Produces('image/png')
  @Produces('image/webp')
  @Produces('application/pdf')
  @Example<string>('%PDF-1.7')
  async downloadChatAttachment(@Path() token: string): Promise<Readable> {
    const { name, contentType, bytes } = await this.services.open(token);
    this.setHeader('Content-Type', contentType);
    this.setHeader('Content-Disposition', attachmentNamed(name));
    this.setHeader('Cache-Control', 'private, no-store');
    // Whatever a browser makes of it, nothing in it runs.
    this.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    return Readable.from([bytes]);
  }
}
