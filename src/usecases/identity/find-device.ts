import { type SystemActor, signingIn } from '../../domain/actor.js';
import type { DeviceRepository } from '../../models/repositories/identity/devices.js';

/**
 * The device that holds a token, when the account of this mail address has signed in from it; null otherwise. An attempt
 * to sign in is counted by it.
 */
export function findDevice({
  devices,
}: {
  readonly devices: (by: SystemActor) => Pick<DeviceRepository, 'findByToken'>;
}) {
  return (email: string, token: string): Promise<string | null> => devices(signingIn(email)).findByToken(email, token);
}
