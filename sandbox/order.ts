import { z } from 'zod';
import { DriveRefusal } from './fault.js';

/** Reads an order; anything that is no object is an empty one. @throws DriveRefusal naming the first member that is wrong */
export function readOrder<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const isOrder = typeof body === 'object' && body !== null && !Array.isArray(body);
  const { success, data, error } = schema.safeParse(isOrder ? body : {});
  if (success) return data;
  throw new DriveRefusal(400, error.issues[0]?.message ?? 'the order is not understood');
}

/** One of a few words. */
export function oneOf<const Values extends readonly [string, ...string[]]>(field: string, values: Values) {
  return z.enum(values, `${field} is one of ${values.join(', ')}`);
}
