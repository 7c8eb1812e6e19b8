import type { KeyRing } from '../config/key-ring.js';
import type { Actor } from '../domain/actor.js';
import type { Tx } from './lent-client.js';
import { AuditRepository } from './repositories/identity/audit.js';

/** What a repository is made of: one transaction, on behalf of one actor. */
export interface Binding {
  readonly db: Tx;
  readonly keys: KeyRing;
  readonly actor: Actor;
}

/** A context's repositories by the names that they have in a scope, and how each is made. */
export type Repositories = Readonly<Record<string, (binding: Binding) => object>>;

/** One transaction on behalf of one actor, with the repositories of these contexts bound to it. */
export type ScopeOf<Made extends Repositories> = BareScope & {
  readonly [Name in keyof Made]: ReturnType<Made[Name]>;
};

/** What every scope has. */
export interface BareScope {
  readonly actor: Actor;
  /** Encrypts a personal text for a `*_sealed` column. */
  readonly seal: (plain: string) => string;
  readonly audit: AuditRepository;
}

const AUDIT = { audit: ({ db, actor, keys }: Binding) => new AuditRepository(db, actor, keys) };

/** Scopes that make a repository when it is first asked for: a transaction pays for what it touches, and no more. */
export function lazyScopes<Made extends Repositories>(repositories: Made): (binding: Binding) => ScopeOf<Made> {
  class LazyScope implements Omit<BareScope, 'audit'> {
    readonly #binding: Binding;
    readonly actor: Actor;

    constructor(binding: Binding) {
      this.#binding = binding;
      this.actor = binding.actor;
    }

    readonly seal = (plain: string) => this.#binding.keys.sealText(plain);

    static {
      for (const [name, make] of Object.entries({ ...AUDIT, ...repositories })) {
        Object.defineProperty(LazyScope.prototype, name, {
          get(this: LazyScope) {
            const repository = make(this.#binding);
            Object.defineProperty(this, name, { value: repository });
            return repository;
          },
        });
      }
    }
  }
  return (binding) => new LazyScope(binding) as Omit<BareScope, 'audit'> as ScopeOf<Made>;
}
