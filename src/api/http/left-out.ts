/** What tsoa generates of a type: the parts that say which members an object has and whether one may be null. */
export interface GeneratedSchema {
  readonly dataType?: string;
  readonly ref?: string;
  readonly required?: boolean;
  readonly enums?: readonly unknown[];
  readonly properties?: Readonly<Record<string, GeneratedSchema>>;
  readonly nestedProperties?: Readonly<Record<string, GeneratedSchema>>;
  readonly subSchemas?: readonly GeneratedSchema[];
  readonly array?: GeneratedSchema;
  readonly type?: GeneratedSchema;
}

type Models = Readonly<Record<string, GeneratedSchema>>;

/**
 * An optional member that is `null` counts as left out, whatever its type: takes it out of the body before it is
 * validated. A member whose type names null keeps it, because there it says something.
 */
export function leaveOutNulls(body: unknown, schema: GeneratedSchema | undefined, models: Models): void {
  if (typeof body !== 'object' || body === null || !schema) return;
  for (const shape of shapesOf(schema, models)) {
    if (Array.isArray(body)) {
      for (const item of body) leaveOutNulls(item, shape.array, models);
      continue;
    }
    const record = body as Record<string, unknown>;
    for (const [name, member] of Object.entries(shape.properties ?? shape.nestedProperties ?? {})) {
      if (!Object.hasOwn(record, name)) continue;
      if (record[name] === null && !member.required && !allowsNull(member, models)) delete record[name];
      else leaveOutNulls(record[name], member, models);
    }
  }
}

/** The schema itself without its names, or each of a union. */
function shapesOf(schema: GeneratedSchema, models: Models): readonly GeneratedSchema[] {
  const named = schema.ref === undefined ? undefined : models[schema.ref];
  if (named) return shapesOf(named, models);
  if (schema.dataType === 'refAlias' && schema.type) return shapesOf(schema.type, models);
  return schema.subSchemas ? schema.subSchemas.flatMap((one) => shapesOf(one, models)) : [schema];
}

function allowsNull(schema: GeneratedSchema, models: Models): boolean {
  return shapesOf(schema, models).some((shape) => shape.enums?.includes(null) || shape.dataType === 'any');
}
