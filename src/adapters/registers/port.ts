import type { Day } from '../../domain/days.js';

/** What a public register says of a registration number on the day of the lookup. */
export interface RegisterEntry {
  /** False for a number that is suspended, cancelled or unknown there. */
  readonly isRegistered: boolean;
  readonly registrationType: string | null;
  readonly conditions: string | null;
  readonly expiresOn: Day | null;
}

/**
 * A regulator's public register. The Australian one answers subscribed organisations only, and others have no interface at
 * all: the default is that a person looks, and says what they saw.
 */
export interface DoctorRegister {
  /** Null where only a person can look. @throws DomainError unavailable when the register does not answer */
  lookUp(registrationNumber: string): Promise<RegisterEntry | null>;
}
