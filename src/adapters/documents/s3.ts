import { AwsClient } from 'aws4fetch';
import { DomainError } from '../../domain/errors.js';
import { assertName, type DocumentStore } from './port.js';

const TIMEOUT_MS = 12_000;
const RETRIES = 2;

export interface S3Settings {
  readonly bucket: string;
  /** Of a server that speaks S3; Amazon's own for the region when null. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Documents as objects of one bucket, of Amazon's S3 or of any server that speaks its protocol. */
export function s3Store({ bucket, endpoint, region, accessKey, secretKey }: S3Settings): DocumentStore {
  const client = new AwsClient({
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    service: 's3',
    region,
    retries: RETRIES,
  });
  // With the bucket in the path: servers of one's own seldom have a name for each bucket.
  const base = `${endpoint?.replace(/\/+$/, '') ?? `https://s3.${region}.amazonaws.com`}/${encodeURIComponent(bucket)}`;
  const send = async (method: 'PUT' | 'GET' | 'DELETE', name: string, body?: Uint8Array): Promise<Response> => {
    assertName(name);
    try {
      return await client.fetch(`${base}/${name}`, {
        method,
        // A redirect would send what is asked for, and its signature, to a host that no setting names.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body ? { body: Buffer.from(body), headers: { 'Content-Type': 'application/octet-stream' } } : {}),
      });
    } catch (error) {
      throw unavailable(error);
    }
  };
  return {
    async put(name, bytes) {
      await settled(await send('PUT', name, bytes));
    },
    async get(name) {
      const response = await send('GET', name);
      if (response.status === 404 && (await codeOf(response)) === 'NoSuchKey') return null;
      const answer = await settled(response);
      try {
        return new Uint8Array(await answer.arrayBuffer());
      } catch (error) {
        throw unavailable(error);
      }
    },
    async delete(name) {
      await settled(await send('DELETE', name));
    },
  };
}

/** What the server says went wrong, by its code; a missing bucket is a 404 like a missing object. */
async function codeOf(response: Response): Promise<string | undefined> {
  return /<Code>(\w+)<\/Code>/.exec(await response.clone().text())?.[1];
}

async function settled(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw unavailable(new Error(`the store answered ${response.status} ${(await codeOf(response)) ?? ''}`));
}

function unavailable(cause: unknown): DomainError {
  const error = new DomainError('unavailable', 'Documents cannot be reached. Please try again in a moment.', {
    retryAfter: 5,
  });
  error.cause = cause;
  return error;
}
