import type { IdentityScope } from '../../models/repositories/identity/slice.js';

/**
 * Ends what an account is signed in with, when how it is proved has changed or its person wants it: all sessions but
 * `except`, sign-ins that wait for a second factor, and the trust in devices. Returns the ended sessions, for the cache.
 */
export async function endSessions(
  scope: IdentityScope,
  userId: string,
  except: string | null,
  at: Date,
): Promise<readonly string[]> {
  await scope.mfaChallenges.voidAll(userId, at);
  await scope.devices.endTrust(userId);
  return scope.sessions.revokeOthers(userId, except, at);
}
