import {
  Body,
  Controller,
  Example,
  NoSecurity,
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
import { answerAlike, mayMailTo } from '../http/answer-alike.js';
import { limitedAttempt, limitedFactor, passwordAttempt } from '../http/limited-attempt.js';
import { actorOf } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { TOKENS } from './examples.js';
import { tokenView } from './presenter.js';
import { answerPair } from './refresh-cookie.js';
import {
  type EmailChangeBody,
  type LinkTokenBody,
  type MailboxBody,
  newEmailOf,
  type PasswordResetBody,
  passwordResetOf,
  proofOf,
  type ReauthenticationBody,
} from './requests.js';
import type { TokenAnswer } from './responses.js';
import type { UserServices } from './services.js';

@Route('api/v1/users')
@Tags('users')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class AccountsController extends Controller {
  static readonly needs = 'users';

  constructor(private readonly services: UserServices) {
    super();
  }

  /**
   * Confirms a mail address by the token of a link that was mailed to it: the account that waited for it is opened, or takes
   * the new address that it asked for. A link works once. Errors: 400 `token_invalid`.
   */
  @Post('email/verify')
  @NoSecurity()
  @SuccessResponse(204, 'Confirmed')
  @Response<Problem>(400, 'The link is spent, has expired or never was')
  async verifyEmail(@Body() body: LinkTokenBody): Promise<void> {
    await this.services.verifyEmail(body.token);
  }

  /** Mails the link that confirms an address once more. The answer is the same for every address (`RATE_LIMIT_MAIL`). */
  @Post('email/verify/resend')
  @NoSecurity()
  @SuccessResponse(202, 'A mail goes out if the address waits for one')
  @Response<Problem>(400, 'A field is not valid')
  async resendVerification(@Request() request: HttpRequest, @Body() body: MailboxBody): Promise<void> {
    const { email } = body;
    await answerAlike(async () => {
      if (await mayMailTo(request, email)) await this.services.resendVerification(email);
    });
    this.setStatus(202);
  }

  /** Mails a link to choose a new password. The answer is the same for every address (`RATE_LIMIT_MAIL`). */
  @Post('password/forgot')
  @NoSecurity()
  @SuccessResponse(202, 'A mail goes out if the address has an account')
  @Response<Problem>(400, 'A field is not valid')
  async forgotPassword(@Request() request: HttpRequest, @Body() body: MailboxBody): Promise<void> {
    const { email } = body;
    await answerAlike(async () => {
      if (await mayMailTo(request, email)) await this.services.askForPasswordReset(email);
    });
    this.setStatus(202);
  }

  /**
   * Sets a new password by the token of a link that was mailed. Every session ends; second factors stay. A password that is
   * refused leaves the link good. Errors: 400 `token_invalid`, or on `new_password`.
   */
  @Post('password/reset')
  @NoSecurity()
  @SuccessResponse(204, 'Changed')
  @Response<Problem>(400, 'The link is no longer good, or the password is too weak')
  async resetPassword(@Body() body: PasswordResetBody): Promise<void> {
    await this.services.resetPassword(passwordResetOf(body));
  }

  /**
   * Asks for another mail address, which counts when its mailbox has confirmed it; the present one then gets a link that
   * undoes the change. Permission: `profile:own`, fresh. Errors: 400 on `new_email`, 403 `reauthentication_required`.
   */
  @Post('email/change')
  @Security('bearer', ['profile:own'])
  @SuccessResponse(202, 'The new address was asked')
  @Response<Problem>(400, 'This is no address to change to')
  @Response<Problem>(401, 'Not signed in')
  @Response<Problem>(403, 'The caller has to prove who they are once more')
  async changeEmail(@Request() request: HttpRequest, @Body() body: EmailChangeBody): Promise<void> {
    const actor = actorOf(request);
    const newEmail = newEmailOf(body);
    await answerAlike(() => this.services.askForEmailChange(actor, newEmail, () => mayMailTo(request, newEmail)));
    this.setStatus(202);
  }

  /**
   * Gives an account back to the mailbox that it had, by the token of the link that went there. Every session ends, and a
   * link to choose a new password is mailed. Errors: 400 `token_invalid`.
   */
  @Post('email/undo')
  @NoSecurity()
  @SuccessResponse(204, 'Undone')
  @Response<Problem>(400, 'The link is spent, has expired or never was')
  async undoEmailChange(@Body() body: LinkTokenBody): Promise<void> {
    await this.services.undoEmailChange(body.token);
  }

  /**
   * Proves once more who asks: until `fresh_until` the session may make sensitive changes. The pair before is swapped.
   * Failed attempts are limited (`login_attempts`, `mfa_attempts`). `cookie` as at a sign-in. Permission: `profile:own`. Errors: 400 on `password` or
   * `code`.
   * @param cookie Sets `refresh` as a cookie instead of answering it.
   */
  @Post('reauthenticate')
  @Security('bearer', ['profile:own'])
  @Response<Problem>(400, 'The password or the code is wrong')
  @Response<Problem>(401, 'Not signed in')
  @Example<TokenAnswer>(TOKENS)
  async reauthenticate(
    @Request() request: HttpRequest,
    @Body() body: ReauthenticationBody,
    @Query() cookie = false,
  ): Promise<TokenAnswer> {
    const actor = actorOf(request);
    const proof = proofOf(body);
    const work = () => this.services.reauthenticate(actor, proof);
    const signedIn =
      'code' in proof
        ? await limitedFactor(request, actor.userId, work)
        : await limitedAttempt(request, passwordAttempt(request, actor.sessionId), work);
    return answerPair({ controller: this, request, cookie }, signedIn, tokenView(signedIn));
  }
}
