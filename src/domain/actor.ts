import type { Permission } from './permissions.js';
import type { Role } from './roles.js';

/** A signed-in person. `clinicIds` bounds everything they can see. */
export interface UserActor {
  readonly kind: 'user';
  readonly userId: string;
  readonly role: Role;
  readonly permissions: readonly Permission[];
  readonly clinicIds: readonly string[];
  readonly sessionId: string;
}

/** The product itself: timers, webhooks, maintenance. */
export interface SystemActor {
  readonly kind: 'system';
  readonly label: string;
}

/** Somebody in the Temporal UI, who can only claim a name. */
export interface StaffUiActor {
  readonly kind: 'temporal_ui';
  readonly claims: string;
}

export type Actor = UserActor | SystemActor | StaffUiActor;

/**
 * Whoever the API said asks for an update, sealed for that one update of that one appointment with those arguments.
 * Workflow code cannot open it; the activity that carries the update out does.
 */
export interface SealedActor {
  readonly kind: 'sealed';
  readonly seal: string;
  readonly update: string;
  readonly updateId: string;
}

/** Who acts, as a workflow knows it: a person only ever sealed. */
export type StepActor = SystemActor | StaffUiActor | SealedActor;

export const SYSTEM: SystemActor = { kind: 'system', label: 'keepwell' };

/** As it stands in history and audit. */
export function actorLabel(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return actor.role;
    case 'system':
      return actor.label;
    case 'temporal_ui':
      return `temporal-ui (claims ${actor.claims})`;
  }
}

export function actorUserId(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.userId : null;
}

/** Somebody without a login: registration and refused logins. */
export const ANONYMOUS: SystemActor = { kind: 'system', label: 'anonymous' };

export function may(actor: Actor | null, permission: Permission): boolean {
  return actor?.kind === 'user' && actor.permissions.includes(permission);
}
