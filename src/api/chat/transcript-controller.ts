import { Readable } from 'node:stream';
import {
  Controller,
  Example,
  Get,
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
import { type TranscriptFormat, transcriptFileName } from '../../domain/chat/transcript.js';
import { chatterOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { TRANSCRIPT } from './examples.js';
import type { TranscriptView } from './responses.js';
import type { ChatServices } from './services.js';

const TYPES: Readonly<Record<TranscriptFormat, string>> = { json: 'application/json', pdf: 'application/pdf' };

@Route('api/v1/chat')
@Tags('chat')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(403, 'Not allowed, or a member no more')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class TranscriptController extends Controller {
  static readonly needs = 'chat';

  constructor(private readonly services: ChatServices) {
    super();
  }

  /**
   * All that was said in an archived room, edits and deletions included, as it was written down when the room was archived: for the
   * visit's doctor and patient, and whoever has opened the patient's record by break-glass. In JSON a message is as in the list of
   * messages, with its `history`. SHA-256 of both files stands in the audit. Each reading is audited. Permission: `chat:use`. Errors:
   * 403 for a former member, nurses and guests, 404, 409 `invalid_transition` while the room is not archived.
   * @param format `json` when left out.
   */
  @Get('{room}/transcript')
  @Security('bearer', ['chat:use'])
  @Produces('application/json')
  @Produces('application/pdf')
  @Response<Problem>(400, 'No such format')
  @Response<Problem>(404, 'No such room')
  @Response<Problem>(409, 'The room is not archived')
  @Example<TranscriptView>(TRANSCRIPT)
  async readChatTranscript(
    @Request() request: HttpRequest,
    @Path() room: string,
    @Query() format: TranscriptFormat = 'json',
  ): Promise<TranscriptView | Readable> {
    const roomId = pathId(room, 'Chat room');
    const bytes = await this.services.transcript(chatterOf(request), roomId, format);
    this.setHeader('Content-Type', TYPES[format]);
    this.setHeader('Content-Disposition', `attachment; filename="${transcriptFileName(roomId, format)}"`);
    this.setHeader('Cache-Control', 'private, no-store');
    return Readable.from([bytes]);
  }
}
