export interface LockOptions {
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
  readonly onWait?: () => void;
}
export function takeLock(path: string, options?: LockOptions): Promise<(() => void) | undefined>;
export function lockHolder(path: string): number | undefined;
