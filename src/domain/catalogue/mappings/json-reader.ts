import type { FieldError } from '../../errors.js';

const LONGEST = 200;

/** Reads members of a JSON value, and gathers by its path what is wrong with each. */
export class JsonReader {
  readonly errors: FieldError[] = [];

  refuse(field: string, message: string): null {
    this.errors.push({ field, message });
    return null;
  }

  /** The members of an object; each that is not `known` is refused. Empty where it is no object. */
  object(value: unknown, path: string, known: readonly string[] | null): Readonly<Record<string, unknown>> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.refuse(path, 'This is an object.');
      return {};
    }
    const members = Object.entries(value);
    for (const [name] of members) {
      if (known && !known.includes(name)) this.refuse(pathOf(path, name), 'There is no such member.');
    }
    return Object.fromEntries(members.filter(([name]) => !known || known.includes(name)));
  }

  /** Null where it is left out, or wrong. */
  text(value: unknown, path: string): string | null {
    if (value === undefined || value === null) return null;
    const text = typeof value === 'string' ? value.trim() : '';
    if (text !== '' && text.length <= LONGEST) return text;
    return this.refuse(path, `This is a text of 1 to ${LONGEST} characters.`);
  }

  needed<Value>(value: Value | null, path: string, message: string): Value | null {
    const isRefused = this.errors.some(({ field }) => field === path || field.startsWith(`${path}.`));
    return value === null && !isRefused ? this.refuse(path, message) : value;
  }

  choice<Choice extends string>(value: unknown, path: string, choices: readonly Choice[]): Choice | null {
    if (value === undefined || value === null) return null;
    const found = choices.find((choice) => choice === value);
    return found ?? this.refuse(path, `This is one of ${choices.join(', ')}.`);
  }

  /** At most `max` texts, or other values that `read` gives; what it refuses is left out. */
  list<Value>(
    value: unknown,
    path: string,
    { max, read }: { readonly max: number; readonly read: (one: unknown, path: string) => Value | null },
  ): readonly Value[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value) || value.length > max) {
      this.refuse(path, `This is a list of at most ${max}.`);
      return [];
    }
    return value.flatMap((one: unknown, at) => read(one, pathOf(path, String(at))) ?? []);
  }

  /** At most 100 members, each by `read`. `known`: which names there are. */
  record<Value>(
    value: unknown,
    path: string,
    {
      known,
      read,
    }: { readonly known: readonly string[] | null; readonly read: (one: unknown, path: string) => Value | null },
  ): Readonly<Record<string, Value>> {
    if (value === undefined || value === null) return {};
    const members = Object.entries(this.object(value, path, known));
    if (members.length > 100) this.refuse(path, 'These are at most 100.');
    return Object.fromEntries(
      members.flatMap(([name, one]) => {
        const found = read(one, pathOf(path, name));
        return found === null ? [] : [[name, found] as const];
      }),
    );
  }
}

function pathOf(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
