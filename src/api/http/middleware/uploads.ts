import type { Request, RequestHandler } from 'express';
import multer, { type Field, type Multer, type Options } from 'multer';
import { DomainError, invalid } from '../../../domain/errors.js';
import { patternOf } from './methods.js';

interface Document {
  readonly paths: Readonly<Record<string, { readonly post?: Operation }>>;
}
interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}

const FORM = 'multipart/form-data';
/** Each is held in memory until it is sealed. */
const MOST_AT_ONCE = 20;
const MOST_FIELDS = 4;

/** Which requests are to routes that take a file, by the document. */
export function takesFile(specification: string): (request: Request) => boolean {
  const { paths } = JSON.parse(specification) as Document;
  const patterns = Object.entries(paths)
    .filter(([, { post }]) => post?.requestBody?.content[FORM])
    .map(([template]) => patternOf(template));
  return ({ method, path }) => method === 'POST' && patterns.some((pattern) => pattern.test(path));
}

/**
 * Reads the one file of a form, for the routes that take one, once the caller is known. As `RegisterRoutes` asks for it.
 * @throws DomainError unsupported_media_type for any other body; validation_failed; unavailable when this process has as many in its hands as it can hold
 */
export function fileForms(maxBytes: number): Multer {
  // Its name is UTF-8, as browsers send it. The types do not know this option.
  const options: Options & { readonly defParamCharset: 'utf8' } = {
    storage: multer.memoryStorage(),
    // One file, and some words about it; which, the route says.
    limits: {
      fileSize: maxBytes,
      files: 1,
      fields: MOST_FIELDS,
      parts: MOST_FIELDS + 1,
      fieldNameSize: 40,
      fieldSize: 200,
    },
    defParamCharset: 'utf8',
  };
  const forms = multer(options);
  const readFields = forms.fields.bind(forms);
  let held = 0;
  return Object.assign(forms, {
    fields: (fields: readonly Field[]): RequestHandler => {
      const read = readFields(fields);
      return (request, response, next) => {
        if (!request.is(FORM)) {
          return next(new DomainError('unsupported_media_type', `The body must be ${FORM} with a file.`));
        }
        if (held >= MOST_AT_ONCE) {
          const sentence = 'Too many uploads at once. Please try again in a moment.';
          return next(new DomainError('unavailable', sentence, { retryAfter: 2 }));
        }
        held += 1;
        response.once('close', () => {
          held -= 1;
        });
        read(request, response, (error?: unknown) => next(error ? unreadable(error) : missingFile(request)));
      };
    },
  });
}

/** What multer itself refuses is mapped like any library's; what its parser throws is of the form, too. */
function unreadable(error: unknown): unknown {
  if (error instanceof multer.MulterError) return error;
  const refusal = new DomainError('validation_failed', 'The form cannot be read.');
  refusal.cause = error;
  return refusal;
}

function missingFile({ files }: Request): DomainError | undefined {
  return Object.keys(files ?? {}).length === 0 ? invalid('file', 'A file is needed.') : undefined;
}
