import { invalidRequest } from '../fault.js';

/** A decoded form: nested maps with text leaves. Lists are maps with the keys 0, 1, 2 and so on. */
export type FormNode = string | FormMap;
/** One level of a decoded form. Made without a prototype, so that `__proto__` is a key like any other. */
export interface FormMap {
  [key: string]: FormNode;
}

const MAX_DEPTH = 8;

function emptyMap(): FormMap {
  return Object.create(null) as FormMap;
}

/** Splits `a[b][0]` into its steps; a name that is not well formed stays one step, as Stripe treats it. */
function steps(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (!match?.[1]) return [name];
  const rest = [...(match[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] ?? '');
  return [match[1], ...rest];
}

function place(root: FormMap, path: readonly string[], value: string): void {
  let level = root;
  path.forEach((step, index) => {
    const key = step === '' ? String(Object.keys(level).length) : step;
    if (index === path.length - 1) {
      level[key] = value;
      return;
    }
    const next = level[key];
    if (next !== undefined && typeof next !== 'string') {
      level = next;
      return;
    }
    const made = emptyMap();
    level[key] = made;
    level = made;
  });
}

/** Decodes `a[b][0][c]=d`, the encoding of request bodies and queries of Stripe's API. */
export function decodeForm(text: string): FormMap {
  const root = emptyMap();
  for (const [name, value] of new URLSearchParams(text)) {
    const path = steps(name);
    if (path.length > MAX_DEPTH) throw invalidRequest(`Invalid parameter name: ${name}`, { param: name });
    place(root, path, value);
  }
  return root;
}

/** The entries of a list, in the order of their index. */
export function listOf(node: FormNode | undefined): FormNode[] {
  if (node === undefined || typeof node === 'string') return [];
  return Object.keys(node)
    .sort((a, b) => Number(a) - Number(b))
    .flatMap((key) => node[key] ?? []);
}

/** A text form that is equal for equal parameters, whatever their order. */
export function canonical(node: FormNode): string {
  if (typeof node === 'string') return JSON.stringify(node);
  const parts = Object.keys(node)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(node[key] ?? '')}`);
  return `{${parts.join(',')}}`;
}
