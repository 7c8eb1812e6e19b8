export interface EndStep {
  readonly signal: NodeJS.Signals;
  readonly waitMs: number;
}
export function isAlive(pid: number): boolean;
export function commandLine(pid: number): string[] | undefined;
export function startMark(pid: number): string | undefined;
export function waitForExit(pid: number, timeoutMs: number): Promise<boolean>;
export function endProcess(pid: number, steps: readonly EndStep[]): Promise<void>;
