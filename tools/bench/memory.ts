import { readFileSync } from 'node:fs';

/** What a process holds of the machine's memory, in kB. */
export function residentKb(pid: number): number {
  const [, kb] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kb === undefined) throw new Error(`the memory of ${pid} cannot be read`);
  return Number(kb);
}
