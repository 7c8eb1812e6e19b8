import type { Binding, ScopeOf } from '../../scope.js';
import { SlotRepository } from './slots.js';

/** What this context adds to a transaction's scope. */
export const schedulingRepositories = {
  slots: ({ db }: Binding) => new SlotRepository(db),
};

export type SchedulingScope = ScopeOf<typeof schedulingRepositories>;

declare module '../../scope.js' {
  interface WholeScope extends SchedulingScope {}
}
