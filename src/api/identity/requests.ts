import type { Role } from '../../domain/roles.js';
import type { Count, EmailAddress, Instant, Uuid } from '../../domain/wire-formats.js';

export interface RegisterBody {
  /**
   * Where mail can be sent to.
   * @maxLength 254
   */
  email: string;
  /**
   * At least 8 characters; below 14 it needs a letter and a digit or sign.
   * @maxLength 200
   */
  password: string;
  /**
   * One line with something to see.
   * @maxLength 100
   */
  first_name: string;
  /**
   * One line with something to see.
   * @maxLength 100
   */
  last_name: string;
  /** `patient` when left out. Any other needs an administrator's token. */
  role?: Role;
  /**
   * E.164, or as people write it where the clinic is: `0412 345 678`.
   * @maxLength 32
   */
  phone_number?: string | null;
  /**
   * A tz database name; the clinic's when left out.
   * @maxLength 64
   */
  timezone?: string | null;
}

export interface RegisteredUser {
  id: Uuid;
  email: EmailAddress;
  role: Role;
  first_name: string;
  last_name: string;
  /** E.164. */
  phone_number: string | null;
  timezone: string;
  clinic_id: Uuid;
  /** ISO 8601, UTC. */
  created_at: Instant;
}

export interface LoginBody {
  /**
   * @maxLength 254
   */
  email: string;
  /**
   * @maxLength 200
   */
  password: string;
}

export interface SessionUser {
  id: Uuid;
  role: Role;
  email: EmailAddress;
  first_name: string;
  last_name: string;
  clinic_id: Uuid | null;
}

export interface TokenAnswer {
  /** For `Authorization: Bearer`. */
  access: string;
  /** Good for one refresh. */
  refresh: string;
  /** Seconds until `access` ends. */
  expires_in: Count;
  user: SessionUser;
}

export interface RefreshBody {
  /**
   * @maxLength 4096
   */
  refresh: string;
}

export interface LogoutBody {
  /**
   * Not needed: the session of the access token ends. Accepted because many clients send it.
   * @maxLength 4096
   */
  refresh?: string;
}

export interface PasswordChangeBody {
  /**
   * @maxLength 200
   */
  current_password: string;
  /**
   * @maxLength 200
   */
  new_password: string;
}

export interface SessionView {
  id: Uuid;
  /** As the client named itself at login. */
  user_agent: string | null;
  /** Where the login came from. */
  address: string | null;
  created_at: Instant;
  last_used_at: Instant;
  expires_at: Instant;
  /** Whether this very request belongs to it. */
  current: boolean;
}
