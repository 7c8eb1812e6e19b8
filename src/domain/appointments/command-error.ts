import { DomainError, invalid } from '../errors.js';
import { COMMAND_FIELDS, type CommandFields, type Field } from './command-fields.js';
import { type CommandName, isStaffUpdate, STAFF_UPDATES } from './staff-updates.js';

/** Claims about who acts and under which request: never read, so they harm nobody. */
const IGNORED = ['actor', 'requestId'];

/**
 * Why a command cannot be carried out as it is: the sentence that a person in the Temporal UI reads as the update's
 * rejection. Null lets it in. `signedIn`: it carries the API's seal, so that nobody has to type a name.
 */
export function commandError(name: CommandName, command: unknown, signedIn: boolean): DomainError | null {
  const fields: Readonly<Record<string, Field>> = COMMAND_FIELDS[name];
  if (typeof command !== 'object' || command === null || Array.isArray(command)) {
    return new DomainError('validation_failed', `${name} takes one JSON object: ${shapeOf(name)}.`);
  }
  const given = new Map<string, unknown>(Object.entries(command));
  for (const key of given.keys()) {
    if (Object.hasOwn(fields, key) || IGNORED.includes(key)) continue;
    return invalid('input', `${shown(key)} is not a field of ${name}. It takes ${shapeOf(name)}.`);
  }
  for (const [key, field] of Object.entries(fields)) {
    const value = given.get(key);
    const needed = key === 'by' ? !signedIn : !field.optional;
    if (value === undefined ? needed : !field.holds(value)) {
      const fault = value === undefined ? 'is missing: it is' : 'must be';
      return invalid(key, `"${key}" ${fault} ${field.is}. Nothing was changed.`);
    }
  }
  return null;
}

/** A typed key may be anything; only one that looks like a field's name is repeated. */
function shown(key: string): string {
  return /^[A-Za-z_]{1,30}$/.test(key) ? `"${key}"` : 'One of the names';
}

/** An example of the whole input, as it can be typed. */
function shapeOf(name: keyof CommandFields): string {
  return isStaffUpdate(name)
    ? JSON.stringify(STAFF_UPDATES[name].example)
    : `the fields ${Object.keys(COMMAND_FIELDS[name]).join(', ') || '(none)'}`;
}
