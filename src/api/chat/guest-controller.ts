import { Body, Controller, Example, NoSecurity, Post, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Problem } from '../http/responses.js';
import { GUEST_SESSION } from './examples.js';
import { guestSessionAnswer } from './presenter.js';
import type { GuestSessionBody } from './requests.js';
import type { GuestSessionAnswer } from './responses.js';
import type { GuestServices } from './services.js';

@Route('api/v1/chat/guest-sessions')
@Tags('chat')
export class GuestController extends Controller {
  static readonly needs = 'guests';

  constructor(private readonly services: GuestServices) {
    super();
  }

  /**
   * A guest comes into a chat room by the token of the link that was mailed to them, which works once. The answer is what they act
   * with there, over REST and on the socket, until they are removed or the room closes. Permission: none, the token is the proof.
   * Errors: 400 `token_invalid` (spent, expired, taken back, unknown, or the room is closed).
   */
  @Post()
  @NoSecurity()
  @SuccessResponse(200, 'Joined')
  @Response<Problem>(400, 'The link is no longer good')
  @Response<Problem>(429, 'Rate limit exceeded')
  @Response<Problem>(503, 'Not available at the moment; see Retry-After')
  @Example<GuestSessionAnswer>(GUEST_SESSION)
  async openGuestSession(@Body() body: GuestSessionBody): Promise<GuestSessionAnswer> {
    return guestSessionAnswer(await this.services.open(body.token));
  }
}
