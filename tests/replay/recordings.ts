import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import proto from '@temporalio/proto';
import { KeyRing } from '../../src/config/key-ring.js';

/** One folder for each release whose histories were recorded; an older one is never recorded again. */
const FOLDER = fileURLToPath(new URL('./histories/', import.meta.url));

/**
 * The key that the recordings are sealed with. It is public on purpose: it protects nothing but invented people, and
 * without it nobody could replay what an earlier release has written.
 */
export const RECORDING_KEYS = `replay:${Buffer.from('keepwell-replay-recordings-only!').toString('base64')}`;

export const recordingKeys = () => KeyRing.parse(RECORDING_KEYS);

export const HistoryMessage = proto.temporal.api.history.v1.History;
export type History = ReturnType<typeof HistoryMessage.fromObject>;

export interface Recording {
  /** `0.1.0/happy-path` */
  readonly name: string;
  readonly workflowId: string;
  readonly history: History;
}

interface Stored {
  readonly workflowId: string;
  readonly history: Record<string, unknown>;
}

export function readRecordings(): readonly Recording[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .sort()
    .map((path) => {
      const { workflowId, history } = JSON.parse(readFileSync(`${FOLDER}${path}`, 'utf8')) as Stored;
      return { name: path.slice(0, -'.json'.length), workflowId, history: HistoryMessage.fromObject(history) };
    });
}

/** In the names of the wire format, readable and diffable; the SDK's own converter fails in this tree of packages (ran). */
export function writeRecording({ name, workflowId, history }: Recording): void {
  const path = `${FOLDER}${name}.json`;
  mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
  const plain = HistoryMessage.toObject(history, { enums: String, longs: String, bytes: String });
  // Which process on which machine recorded it (`1780@host`) is nobody's business.
  const anonymous = (_key: string, value: unknown) =>
    typeof value === 'string' && /^\d+@/.test(value) ? 'recorder' : value;
  writeFileSync(path, `${JSON.stringify({ workflowId, history: plain }, anonymous)}\n`);
}
