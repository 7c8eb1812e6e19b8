import { hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from './port.js';

// OWASP's argon2id choice for 19 MiB: about 22 ms, run in the thread pool (`algorithm` is argon2id unless said otherwise).
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** argon2id. Passwords are compared in NFC, so that one keyboard's é is another's. */
export function argon2Hasher(): PasswordHasher {
  const prepared = (password: string) => password.normalize('NFC');
  let nobody: Promise<string> | undefined;
  return {
    hash: (password) => hash(prepared(password), OPTIONS),
    async verify(stored, password) {
      nobody ??= hash('nobody has this account', OPTIONS);
      const matches = await verify(stored ?? (await nobody), prepared(password));
      return stored !== null && matches;
    },
    isOutdated(stored) {
      const [memoryCost = 0, timeCost = 0] = (/\$m=(\d+),t=(\d+),/.exec(stored) ?? []).slice(1).map(Number);
      return memoryCost < OPTIONS.memoryCost || timeCost < OPTIONS.timeCost;
    },
  };
}
