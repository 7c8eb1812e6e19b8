import type { KeyRing } from '../config/key-ring.js';
import type { Actor, Grants } from '../domain/actor.js';
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

/**
 * A transaction with the repositories of all contexts, as `src/composition` gives it out: each context adds its own in its
 * `slice.ts`. A use case declares the slices that it needs instead.
 */
export interface WholeScope extends BareScope {}

/** What every scope has. */
export interface BareScope {
  readonly actor: Actor;
  readonly audit: AuditRepository;
  /**
   * The same transaction with these repositories, for who implements a port of another context: the port passes on a scope
   * without knowing what its implementer needs. A repository that the transaction has made already is the same one.
   */
  readonly with: <Made extends Repositories>(repositories: Made) => ScopeOf<Made>;
}

export interface ScopeOptions {
  /** Server-side limit of each statement, where it must be tighter than the pool's. */
  readonly statementTimeoutMs?: number;
  /** Something to wait for that has no row yet: held by this transaction alone, from its first statement on. */
  readonly exclusively?: string;
  /** Rows that the transaction opens beside those of its actor. */
  readonly opens?: Grants;
}

/** Where use cases get their transactions from; `S` is what they touch in one. */
export interface UnitOfWork<S> {
  withScope<T>(actor: Actor, fn: (scope: S) => Promise<T>, options?: ScopeOptions): Promise<T>;
}

const AUDIT = { audit: ({ db, actor, keys }: Binding) => new AuditRepository(db, actor, keys) };

/** A transaction's binding, and the repositories that were made of it. */
interface Opened {
  readonly binding: Binding;
  readonly made: Map<Repositories[string], object>;
}

type OpenScope = <Made extends Repositories>(repositories: Made, transaction: Opened) => ScopeOf<Made>;
type ScopeClass = new (transaction: Opened, open: OpenScope) => Omit<BareScope, 'audit'>;

/** Scopes that make a repository when it is first asked for: a transaction pays for what it touches, and no more. */
export function lazyScopes<Made extends Repositories>(repositories: Made): (binding: Binding) => ScopeOf<Made> {
  const classes = new WeakMap<Repositories, ScopeClass>();
  const open = <Wanted extends Repositories>(wanted: Wanted, transaction: Opened): ScopeOf<Wanted> => {
    const known = classes.get(wanted);
    const LazyScope = known ?? scopeClass(wanted);
    if (!known) classes.set(wanted, LazyScope);
    return new LazyScope(transaction, open) as Omit<BareScope, 'audit'> as ScopeOf<Wanted>;
  };
  return (binding) => open(repositories, { binding, made: new Map() });
}

function scopeClass(repositories: Repositories): ScopeClass {
  class LazyScope implements Omit<BareScope, 'audit'> {
    readonly #transaction: Opened;
    readonly #open: OpenScope;
    readonly actor: Actor;

    constructor(transaction: Opened, open: OpenScope) {
      this.#transaction = transaction;
      this.#open = open;
      this.actor = transaction.binding.actor;
    }

    with<Made extends Repositories>(repositories: Made): ScopeOf<Made> {
      return this.#open(repositories, this.#transaction);
    }

    static {
      for (const [name, make] of Object.entries({ ...AUDIT, ...repositories })) {
        Object.defineProperty(LazyScope.prototype, name, {
          get(this: LazyScope) {
            const { binding, made } = this.#transaction;
            const repository = made.get(make) ?? make(binding);
            made.set(make, repository);
            Object.defineProperty(this, name, { value: repository });
            return repository;
          },
        });
      }
    }
  }
  return LazyScope;
}
