import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// The same two steps up from src/adapters/templates and from dist/adapters/templates; the build copies the assets.
const ROOT = new URL('../../templates/', import.meta.url);

/** All `.hbs` files of a folder of `src/templates`, by name without the ending. Read once, at construction. */
export function templatesIn(
  folder: 'mail' | 'sms' | 'pages' | 'mail/html' | 'mail/parts' | 'mail/text',
): ReadonlyMap<string, string> {
  const directory = fileURLToPath(new URL(`${folder}/`, ROOT));
  const files = readdirSync(directory).filter((name) => name.endsWith('.hbs'));
  return new Map(files.map((name) => [name.slice(0, -4), readFileSync(`${directory}${name}`, 'utf8')]));
}
