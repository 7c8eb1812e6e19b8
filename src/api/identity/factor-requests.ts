import { invalid } from '../../domain/errors.js';
import type { CompleteSignIn } from '../../usecases/identity/complete-sign-in.js';
import type { ExchangeCode } from '../../usecases/identity/exchange-sign-in-code.js';

export interface SecondFactorBody {
  /**
   * As the sign-in answered it.
   * @maxLength 2048
   */
  mfa_token: string;
  /**
   * Of the authenticator app; or a recovery code instead.
   * @maxLength 20
   */
  code?: string;
  /**
   * @maxLength 40
   */
  recovery_code?: string;
  /** Spares this device the second factor for as many days as the clinic allows. False when left out. */
  trust_device?: boolean;
}

export interface FirstCodeBody {
  /**
   * What the authenticator app shows.
   * @maxLength 20
   */
  code: string;
}

export interface MfaResetBody {
  /**
   * Why; it lands in the audit.
   * @minLength 1
   * @maxLength 500
   */
  reason: string;
}

export interface ExchangeBody {
  /**
   * From the fragment of the page that the browser came back to.
   * @maxLength 200
   */
  code: string;
  /** As at a sign-in. */
  remember?: boolean;
  /**
   * What this device was given at an earlier sign-in.
   * @maxLength 200
   */
  device_token?: string | null;
}

export function exchangeOf({ code, remember = false, device_token: deviceToken = null }: ExchangeBody): ExchangeCode {
  return { code, remember, deviceToken };
}

/** @throws DomainError validation_failed when it gives both codes or neither */
export function secondFactorOf(body: SecondFactorBody): CompleteSignIn {
  const { mfa_token: mfaToken, code, recovery_code: recoveryCode, trust_device: trustDevice = false } = body;
  if (code !== undefined && recoveryCode !== undefined) throw invalid('code', 'Give one code, not two.');
  if (code !== undefined) return { mfaToken, proof: { code }, trustDevice };
  if (recoveryCode !== undefined) return { mfaToken, proof: { recoveryCode }, trustDevice };
  throw invalid('code', 'A code or a recovery code is needed.');
}
