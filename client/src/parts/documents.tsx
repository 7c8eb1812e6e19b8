// What a clinic publishes and its patients accept.
import { answerOf, api, type ClinicDocument } from '../api.js';
import { Check, type Values } from './form.js';

const PREFIX = 'document-';

/** Those that hold now. @throws Refusal */
export async function currentDocuments(clinic: string): Promise<readonly ClinicDocument[]> {
  const asked = api.GET('/api/v1/clinics/{id}/documents', { params: { path: { id: clinic } } });
  return (await answerOf(asked)).filter(({ is_current: isCurrent }) => isCurrent);
}

/** One box for each, to be ticked after reading. */
export function Documents({ documents }: { readonly documents: readonly ClinicDocument[] }) {
  return (
    <>
      {documents.map(({ id, title, body }) => (
        <div class="document" key={id}>
          <details>
            <summary>Read: {title}</summary>
            <p class="typed">{body}</p>
          </details>
          <Check name={`${PREFIX}${id}`} label={`I have read and accept: ${title}`} required />
        </div>
      ))}
    </>
  );
}

/** The ids of those that were ticked. */
export function acceptedOf(values: Values): string[] {
  return Object.keys(values)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => name.slice(PREFIX.length));
}
