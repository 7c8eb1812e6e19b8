// Completes the document that tsoa wrote (`npm run gen` runs both): tsoa does not know what the middleware does for
// every route, and writes some things in a form that generators of clients do not read well.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Document } from './document.js';
import { addLinks } from './links.js';
import { listProblemsPage } from './list-problems-page.js';
import { completeOperations } from './operations.js';
import { permissionsPage } from './permissions-page.js';
import { completeResponses } from './responses.js';
import { tidySchemas } from './schemas.js';
import { TAGS } from './tags.js';

const INTERNAL_TAG = 'webhooks';

const file = (name: string) => new URL(`../../src/api/generated/${name}`, import.meta.url);
const document: Document = JSON.parse(readFileSync(file('openapi.json'), 'utf8'));

completeOperations(document);
completeResponses(document);
tidySchemas(document);
addLinks(document);
document.info = {
  ...document.info,
  description: guide(),
  contact: { name: 'Keepwell', url: 'https://keepwell.example', email: 'api@keepwell.example' },
  license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
};

writeFileSync(new URL('../../docs/permissions.md', import.meta.url), permissionsPage(document));
writeFileSync(new URL('../../docs/price-list-problems.md', import.meta.url), listProblemsPage());
write('openapi.json', part(document, false));
write('openapi-internal.json', part(document, true));

/** The guide for client developers is what the reference begins with. Its links lead to files, which are not served. */
function guide(): string {
  const text = readFileSync(new URL('../../docs/api-guide.md', import.meta.url), 'utf8');
  return text.replace(/^# .*\n+/, '').replace(/\[([^\]]+)\]\((?!https?:)[^)]+\)/g, '$1');
}

/** The operations that clients call, or those that only a provider's server does; with what each of them refers to. */
function part(whole: Document, internal: boolean): Document {
  const paths = Object.fromEntries(
    Object.entries(whole.paths).filter(([, operations]) =>
      Object.values(operations).some(({ tags }) => tags.includes(INTERNAL_TAG) === internal),
    ),
  );
  const used = new Set(
    Object.values(paths).flatMap((operations) => Object.values(operations).flatMap(({ tags }) => tags)),
  );
  const { tags: _, paths: __, components, ...rest } = whole;
  const { securitySchemes, ...all } = components;
  const kept = JSON.stringify(paths);
  let text = kept;
  for (let before = ''; before !== text; ) {
    before = text;
    text = kept + JSON.stringify(pick(all, before));
  }
  return {
    ...rest,
    tags: TAGS.filter(({ name }) => used.has(name)),
    paths,
    components: { ...pick(all, text), ...(internal ? {} : { securitySchemes }) } as Document['components'],
    ...(internal ? { security: [] } : {}),
  };
}

/** The components that a text refers to. */
function pick(components: object, text: string): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(components).map(([kind, members]: [string, Record<string, unknown>]) => [
      kind,
      Object.fromEntries(Object.entries(members).filter(([name]) => text.includes(`"#/components/${kind}/${name}"`))),
    ]),
  );
}

function write(name: string, content: unknown): void {
  writeFileSync(file(name), `${JSON.stringify(content, null, '\t')}\n`);
}
