import {
  Body,
  Controller,
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
import { limitedFactor } from '../http/limited-attempt.js';
import { actorOf, pathId } from '../http/request.js';
import type { Problem } from '../http/responses.js';
import { LOGIN, RECOVERY_CODES, SECOND_FACTORS, TOTP_SET_UP } from './examples.js';
import { type FirstCodeBody, type MfaResetBody, type SecondFactorBody, secondFactorOf } from './factor-requests.js';
import { loginView, recoveryCodesView, secondFactorsView, totpSetUpView } from './presenter.js';
import { answerPair } from './refresh-cookie.js';
import type { LoginAnswer, RecoveryCodesView, SecondFactorsView, TotpSetUpView } from './responses.js';
import type { UserServices } from './services.js';

@Route('api/v1/users')
@Tags('users')
@Response<Problem>(401, 'Not signed in')
@Response<Problem>(429, 'Rate limit exceeded')
@Response<Problem>(503, 'Not available at the moment; see Retry-After')
export class SecondFactorsController extends Controller {
  static readonly needs = 'users';

  constructor(private readonly services: UserServices) {
    super();
  }

  /**
   * Completes a sign-in that answered `mfa_required`, by a code of the authenticator app or a recovery code. Each code works
   * once. Failed attempts are limited per account (`mfa_attempts`), and five end the sign-in. Errors: 401 for a wrong or used
   * code, and for a sign-in that is over. `cookie` as at a sign-in.
   * @param cookie Sets `refresh` as a cookie instead of answering it.
   */
  @Post('login/mfa')
  @NoSecurity()
  @Response<Problem>(400, 'It gives no code, or two')
  @Example<LoginAnswer>(LOGIN)
  async completeSignIn(
    @Request() request: HttpRequest,
    @Body() body: SecondFactorBody,
    @Query() cookie = false,
  ): Promise<LoginAnswer> {
    const command = secondFactorOf(body);
    const { userId } = await this.services.readMfaToken(command.mfaToken);
    const outcome = await limitedFactor(request, userId, () => this.services.completeSignIn(command));
    return answerPair({ controller: this, request, cookie }, outcome, loginView(outcome));
  }

  /** What the caller has beside a password. Permission: `profile:own`. */
  @Get('mfa')
  @Security('bearer', ['profile:own'])
  @Example<SecondFactorsView>(SECOND_FACTORS)
  async readSecondFactors(@Request() request: HttpRequest): Promise<SecondFactorsView> {
    return secondFactorsView(await this.services.readSecondFactors(actorOf(request)));
  }

  /**
   * Makes a secret for an authenticator app, which counts as soon as its first code is given (`confirm`). The app before goes
   * on counting until then. Permission: `profile:own`, fresh; or the token of an answer `mfa_setup_required`. Errors: 403
   * `reauthentication_required`.
   */
  @Post('mfa/setup')
  @Security('bearer', ['profile:own'])
  @Security('mfa_setup')
  @SuccessResponse(200, 'A secret that waits for its first code')
  @Response<Problem>(403, 'The caller has to prove who they are once more')
  @Example<TotpSetUpView>(TOTP_SET_UP)
  async setUpSecondFactor(@Request() request: HttpRequest): Promise<TotpSetUpView> {
    return totpSetUpView(await this.services.setUpSecondFactor(holderOf(request)));
  }

  /**
   * Lets the authenticator app count, and answers ten recovery codes, which are shown this once. Every other session ends.
   * Permission: `profile:own`, fresh; or the token of an answer `mfa_setup_required`, whose person then signs in anew.
   * Errors: 400 on `code`, 403 `reauthentication_required`, 409 when no app waits.
   */
  @Post('mfa/confirm')
  @Security('bearer', ['profile:own'])
  @Security('mfa_setup')
  @SuccessResponse(200, 'It counts')
  @Response<Problem>(400, 'The code is wrong')
  @Response<Problem>(403, 'The caller has to prove who they are once more')
  @Response<Problem>(409, 'No app waits for its first code')
  @Example<RecoveryCodesView>(RECOVERY_CODES)
  async confirmSecondFactor(@Request() request: HttpRequest, @Body() body: FirstCodeBody): Promise<RecoveryCodesView> {
    const holder = holderOf(request);
    const work = () => this.services.confirmSecondFactor(holder, body.code);
    return recoveryCodesView(await limitedFactor(request, holder.actor.userId, work));
  }

  /**
   * Makes ten new recovery codes, which are shown this once; those before are void, and every other session ends.
   * Permission: `profile:own`, fresh. Errors: 403 `reauthentication_required`, 409 without an authenticator app.
   */
  @Post('mfa/recovery-codes')
  @Security('bearer', ['profile:own'])
  @SuccessResponse(200, 'New codes')
  @Response<Problem>(403, 'The caller has to prove who they are once more')
  @Response<Problem>(409, 'The account has no authenticator app')
  @Example<RecoveryCodesView>(RECOVERY_CODES)
  async renewRecoveryCodes(@Request() request: HttpRequest): Promise<RecoveryCodesView> {
    return recoveryCodesView(await this.services.renewRecoveryCodes(actorOf(request)));
  }

  /**
   * Takes the caller's second factors away and ends every other session. Permission: `profile:own`, fresh. Errors: 403 where
   * a role of the caller needs one, or `reauthentication_required`.
   */
  @Post('mfa/disable')
  @Security('bearer', ['profile:own'])
  @SuccessResponse(204, 'There is none any more')
  @Response<Problem>(403, 'A role of the caller needs one, or the caller has to prove who they are once more')
  async disableSecondFactors(@Request() request: HttpRequest): Promise<void> {
    await this.services.disableSecondFactors(actorOf(request));
  }

  /**
   * Takes the second factors from somebody of the clinic who has lost them. Their sessions end, and they are told by mail;
   * nobody resets their own. Permission: `users:manage`, fresh. Errors: 400 on `reason`, 403 `reauthentication_required`, 404.
   */
  @Post('admin/users/{id}/mfa-reset')
  @Security('bearer', ['users:manage'])
  @SuccessResponse(204, 'Reset')
  @Response<Problem>(400, 'The reason is missing')
  @Response<Problem>(403, 'It is the caller’s own, or the caller has to prove who they are once more')
  @Response<Problem>(404, 'Nobody of the clinic has this id')
  async resetSecondFactors(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: MfaResetBody,
  ): Promise<void> {
    const command = { userId: pathId(id, 'User'), reason: body.reason };
    await this.services.resetSecondFactors(actorOf(request), command);
  }
}

function holderOf(request: HttpRequest) {
  return { actor: actorOf(request), challengeId: request.mfaChallengeId ?? null };
}
