import {
  Body,
  Controller,
  Delete,
  Example,
  Get,
  NoSecurity,
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
import { actorOf, localsOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { IDENTITY, LINK_URL, LOGIN } from './examples.js';
import { type ExchangeBody, exchangeOf } from './factor-requests.js';
import { googleCookie } from './google-routes.js';
import { identityView, signInView } from './presenter.js';
import { answerPair } from './refresh-cookie.js';
import type { IdentityView, LinkUrlView, LoginAnswer, MfaRequiredAnswer, MfaSetupRequiredAnswer } from './responses.js';
import type { UserServices } from './services.js';

@Route('api/v1/users/oauth')
@Tags('users')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class GoogleController extends Controller {
  static readonly needs = 'users';

  constructor(private readonly services: UserServices) {
    super();
  }

  /**
   * Exchanges the code that a browser came back from Google with for a session, once and within a minute. It answers as a
   * sign-in, second factor and `cookie` included. Errors: 400 `token_invalid`, 403 for a person who is a member nowhere.
   * @param cookie Sets `refresh` as a cookie instead of answering it.
   */
  @Post('exchange')
  @NoSecurity()
  @SuccessResponse(200, 'A new session, or the question for a second factor')
  @Response<Problem>(400, 'The code is spent, has expired or never was')
  @Response<Problem>(403, 'The account is a member of no clinic')
  @Example<LoginAnswer>(LOGIN)
  async exchangeSignInCode(
    @Request() request: HttpRequest,
    @Body() body: ExchangeBody,
    @Query() cookie = false,
  ): Promise<LoginAnswer | MfaRequiredAnswer | MfaSetupRequiredAnswer> {
    const outcome = await this.services.exchangeSignInCode(exchangeOf(body));
    return answerPair({ controller: this, request, cookie }, outcome, signInView(outcome));
  }

  /**
   * Where the browser goes to link a Google account to the caller's. The answer sets a cookie that it must come back with.
   * Permission: `profile:own`, fresh. Errors: 403 `reauthentication_required`, 404 where Google is not set up.
   */
  @Post('google/link')
  @Security('bearer', ['profile:own'])
  @SuccessResponse(200, 'Where to go')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'The caller has to prove who they are once more')
  @Response<Problem>(404, 'Sign-in with Google is not set up')
  @Example<LinkUrlView>(LINK_URL)
  async linkGoogle(@Request() request: HttpRequest): Promise<LinkUrlView> {
    const { url, cookie } = await this.services.startGoogleLink(actorOf(request));
    this.setHeader('Set-Cookie', googleCookie(localsOf(request).settings.publicUrl, cookie));
    return { url };
  }

  /** The accounts at providers that sign in to the caller's. Permission: `profile:own`. */
  @Get('identities')
  @Security('bearer', ['profile:own'])
  @Response<Problem>(401, 'Not signed in')
  @Example<IdentityView[]>([IDENTITY])
  async listIdentities(@Request() request: HttpRequest): Promise<IdentityView[]> {
    return (await this.services.listIdentities(actorOf(request))).map(identityView);
  }

  /** Unlinks one of them. Permission: `profile:own`, fresh. Errors: 403 `reauthentication_required`, 404. */
  @Delete('identities/{id}')
  @Security('bearer', ['profile:own'])
  @SuccessResponse(204, 'Unlinked')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'The caller has to prove who they are once more')
  @Response<Problem>(404, 'The caller has no such identity')
  async unlinkIdentity(@Request() request: HttpRequest, @Path() id: string): Promise<void> {
    await this.services.unlinkIdentity(actorOf(request), pathId(id, 'Identity'));
  }
}
