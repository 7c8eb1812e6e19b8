/** Keeps passwords as slow hashes. */
export interface PasswordHasher {
  /** A new hash with its own salt and parameters inside. */
  hash(password: string): Promise<string>;
  /** False for a wrong password. With `null` (no such account) it takes as long as a real comparison and is false. */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** Whether a hash was made with weaker parameters than those of today. */
  isOutdated(hash: string): boolean;
}

/** Passwords that guessers try first. */
export interface KnownPasswords {
  /** Whether the password is among them, in whatever case. */
  isKnown(password: string): Promise<boolean>;
}
