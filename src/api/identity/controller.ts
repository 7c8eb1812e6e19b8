import {
  Body,
  Controller,
  Delete,
  Example,
  Get,
  NoSecurity,
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
import { answerIdempotently } from '../http/idempotent-answer.js';
import { limitedAttempt, limitedSignIn, passwordAttempt } from '../http/limited-attempt.js';
import { readPage, sendPage } from '../http/paging.js';
import { actorOf, optionalActor, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { LOGIN, PROFILE, REGISTERED, SESSION, SIGN_IN, TOKENS, UPDATED_PROFILE } from './examples.js';
import {
  pairView,
  profileView,
  registeredView,
  sessionView,
  signInHistoryView,
  signInView,
  updatedProfileView,
} from './presenter.js';
import { answerPair, clearRefreshCookie, sentRefresh } from './refresh-cookie.js';
import {
  type LoginBody,
  type LogoutBody,
  loginOf,
  type PasswordChangeBody,
  type ProfileBody,
  passwordChangeOf,
  profileChangeOf,
  type RefreshBody,
  type RegisterBody,
  registrationOf,
} from './requests.js';
import type {
  LoginAnswer,
  MfaRequiredAnswer,
  MfaSetupRequiredAnswer,
  ProfileView,
  RegisteredUser,
  SessionView,
  SignInView,
  TokenAnswer,
  UpdatedProfileView,
} from './responses.js';
import type { UserServices } from './services.js';

@Route('api/v1/users')
@Tags('users')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class UsersController extends Controller {
  static readonly needs = 'users';

  constructor(private readonly services: UserServices) {
    super();
  }

  /**
   * Opens an account. Anyone may become a patient of any clinic; another role needs a token with `users:manage`, in the
   * caller's clinic, or with `clinics:manage`, in any. Honours Idempotency-Key. Errors: 400 with each bad field (`email`
   * when the address is taken, `accepted_documents` while a current document of the clinic is not among them), 403, 404, 422.
   */
  @Post('register')
  @NoSecurity()
  @SuccessResponse(201, 'Registered')
  @Response<Problem>(400, 'A field is not valid, or the address is taken')
  @Response<Problem>(401, 'The login that was sent is over')
  @Response<Problem>(403, 'Only an administrator may open an account of this role')
  @Response<Problem>(404, 'There is no such clinic, or the caller does not manage its staff')
  @Response<Problem>(422, 'The Idempotency-Key was used for another request')
  @Example<RegisteredUser>(REGISTERED)
  async registerUser(@Request() request: HttpRequest, @Body() body: RegisterBody): Promise<RegisteredUser> {
    const actor = await optionalActor(request);
    // The caller of an Idempotency-Key: this route has no security that would have said so.
    if (actor) request.user = actor;
    const command = registrationOf(body);
    return answerIdempotently(
      this,
      request,
      async (requestKey) => registeredView(await this.services.register(actor, { ...command, requestKey })),
      {
        status: 201,
        location: () => '/api/v1/users/profile/',
        understood: () => this.services.understandRegistration(actor, command),
      },
    );
  }

  /**
   * Opens a session. A wrong password and an unknown address are one answer: 401.
   * Failed attempts are limited (`login_attempts`): of one account from one address, of an address over all accounts, and of
   * an account over all addresses; one with the account's `device_token` counts for that device alone.
   * An account with a second factor answers `mfa_required`, one whose role needs a second factor that it lacks
   * `mfa_setup_required`. The cookie is one that only the refresh route is sent
   * and no script can read.
   * @param cookie Sets `refresh` as a cookie instead of answering it.
   */
  @Post('login')
  @NoSecurity()
  @Response<Problem>(401, 'The mail address or the password is wrong')
  @Response<Problem>(403, 'The account is a member nowhere, or its password is too old')
  @Example<LoginAnswer>(LOGIN)
  async logIn(
    @Request() request: HttpRequest,
    @Body() body: LoginBody,
    @Query() cookie = false,
  ): Promise<LoginAnswer | MfaRequiredAnswer | MfaSetupRequiredAnswer> {
    const command = loginOf(body);
    const outcome = await limitedSignIn(request, command.email, (admit) => this.services.logIn(command, admit));
    return answerPair({ controller: this, request, cookie }, outcome, signInView(outcome));
  }

  /**
   * Swaps a refresh token for a new pair. The token just swapped gets the same pair once more for a moment
   * (`REFRESH_REUSE_GRACE`) while its successor is unused; any other one that is used again ends the session (401).
   * A session whose role has come to need a second factor answers as a sign-in does. A body without `refresh` takes the token
   * of the cookie, which needs the header `X-Requested-With: keepwell`, and sets its successor. Errors: 400 on `refresh` without either.
   */
  @Post('token/refresh')
  @NoSecurity()
  @Response<Problem>(400, 'There is no token')
  @Response<Problem>(401, 'The token is expired, revoked or was used before')
  @Response<Problem>(403, 'A cookie came without the header X-Requested-With')
  @Example<TokenAnswer>(TOKENS)
  async refreshTokens(
    @Request() request: HttpRequest,
    @Body() body: RefreshBody,
  ): Promise<TokenAnswer | MfaRequiredAnswer | MfaSetupRequiredAnswer> {
    const { token, cookie } = sentRefresh(request, body.refresh);
    const outcome = await this.services.refresh(token);
    return answerPair({ controller: this, request, cookie }, outcome, pairView(outcome));
  }

  /** Ends the session of this access token, or all of the caller's (`everywhere`), and takes back the cookie. Permission: `profile:own`. */
  @Post('logout')
  @Security('bearer', ['profile:own'])
  @SuccessResponse(204, 'Signed out')
  @Response<Problem>(401, 'Not signed in')
  async logOut(@Request() request: HttpRequest, @Body() body: LogoutBody): Promise<void> {
    await this.services.logOut(actorOf(request), { everywhere: body.everywhere ?? false });
    clearRefreshCookie(this, request);
  }

  /** The caller's own profile. Permission: `profile:own`. */
  @Get('profile')
  @Security('bearer', ['profile:own'])
  @Response<Problem>(401, 'Not signed in')
  @Example<ProfileView>(PROFILE)
  async readProfile(@Request() request: HttpRequest): Promise<ProfileView> {
    return profileView(await this.services.readProfile(actorOf(request)));
  }

  /**
   * Changes the caller's own profile, all of it or nothing. What is left out stays, null clears.
   * Identifiers are checked by form and check digit. Permission: `profile:own`. Errors: 400, 409 `identifier_taken`.
   */
  @Patch('profile')
  @Security('bearer', ['profile:own'])
  @Response<Problem>(400, 'A field is not valid')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(409, 'Another account has this registration, prescriber, HPI-I or IHI number')
  @Example<UpdatedProfileView>(UPDATED_PROFILE)
  async updateProfile(@Request() request: HttpRequest, @Body() body: ProfileBody): Promise<UpdatedProfileView> {
    return updatedProfileView(await this.services.updateProfile(actorOf(request), profileChangeOf(body)));
  }

  /**
   * The caller's own live sessions, newest first. Permission: `profile:own`.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get('sessions')
  @Security('bearer', ['profile:own'])
  @Response<Problem>(401, 'Not signed in')
  @Example<SessionView[]>([SESSION])
  async listSessions(
    @Request() request: HttpRequest,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<SessionView[]> {
    const actor = actorOf(request);
    const page = readPage(request, limit, cursor);
    const rows = await this.services.listSessions(actor, { limit: page.fetch, after: page.after });
    const shown = sendPage(this, request, {
      rows,
      limit: page.limit,
      cursorOf: (last) => ({ at: last.createdAt, id: last.id }),
    });
    return shown.map((row) => sessionView(row, actor.sessionId));
  }

  /**
   * Attempts to sign in to the caller's own account, newest first: those that succeeded, and those that failed.
   * Permission: `profile:own`.
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 200
   */
  @Get('login-history')
  @Security('bearer', ['profile:own'])
  @Response<Problem>(401, 'Not signed in')
  @Example<SignInView[]>([SIGN_IN])
  async listSignIns(
    @Request() request: HttpRequest,
    @Query() limit?: number,
    @Query() cursor?: string,
  ): Promise<SignInView[]> {
    const page = readPage(request, limit, cursor);
    const rows = await this.services.listSignIns(actorOf(request), { limit: page.fetch, after: page.after });
    const shown = sendPage(this, request, {
      rows,
      limit: page.limit,
      cursorOf: (last) => ({ at: last.happenedAt, id: last.id }),
    });
    return shown.map(signInHistoryView);
  }

  /**
   * Ends all of the caller's sessions but this one. Permission: `profile:own`, fresh. Errors: 403 `reauthentication_required`.
   */
  @Delete('sessions')
  @Security('bearer', ['profile:own'])
  @SuccessResponse(204, 'Ended')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'The caller has to prove who they are once more')
  async endOtherSessions(@Request() request: HttpRequest): Promise<void> {
    await this.services.endOtherSessions(actorOf(request));
  }

  /** Ends one of the caller's own sessions. Permission: `profile:own`. */
  @Delete('sessions/{id}')
  @Security('bearer', ['profile:own'])
  @SuccessResponse(204, 'Ended')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(404, 'The caller has no such live session')
  async revokeSession(@Request() request: HttpRequest, @Path() id: string): Promise<void> {
    await this.services.revokeSession(actorOf(request), pathId(id, 'Session'));
  }

  /** Sets a new password and ends every other session. Permission: `profile:own`. */
  @Post('password/change')
  @Security('bearer', ['profile:own'])
  @SuccessResponse(204, 'Changed')
  @Response<Problem>(400, 'The current password is wrong, or the new one too weak')
  @Response<Problem>(401, 'Not signed in')
  async changePassword(@Request() request: HttpRequest, @Body() body: PasswordChangeBody): Promise<void> {
    const actor = actorOf(request);
    const change = passwordChangeOf(body);
    const attempt = passwordAttempt(request, actor.sessionId);
    await limitedAttempt(request, attempt, () => this.services.changePassword(actor, change));
  }
}
