/** Schedules of the Poisons Standard that are prescribed, least strict first; on the wire. Others are never derived. */
export const SCHEDULES = ['Unscheduled', 'S2', 'S3', 'S4', 'S8'] as const;
export type Schedule = (typeof SCHEDULES)[number];

/** Null where it is not known: such an item cannot be prescribed. Nothing takes a schedule's place. */
export type KnownSchedule = Schedule | null;

/** What a medicine of two ingredients comes under: the stricter one, and nothing that is known while one is not. */
export function stricterOf(one: KnownSchedule, other: KnownSchedule): KnownSchedule {
  if (one === null || other === null) return null;
  return SCHEDULES.indexOf(one) > SCHEDULES.indexOf(other) ? one : other;
}
