// Where a supplier's file is dropped as it came by mail, or chosen.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { Refusal, Schemas } from '../../api.js';
import { sizeOf } from '../../times.js';
import { upload } from '../../uploading.js';
import { Choice } from '../form.js';
import { Icon } from '../icon.js';
import { Alert, Button, useRetries } from '../page.js';

const IMPORTS = '/api/v1/supplier-products/imports/';
const TAKEN = '.xlsx,.csv';
const COVERAGES = Object.entries({
  '': 'As agreed with the supplier',
  full: 'All of their products: what it lacks turns inactive',
  partial: 'Some of their products: nothing turns inactive',
});

interface Sending {
  readonly file: File;
  /** 0 to 1. */
  readonly part: number;
}

interface SendListProps {
  readonly suppliers: readonly (readonly [key: string, name: string])[];
  readonly taken: (id: string) => void;
}

export function SendList({ suppliers, taken }: SendListProps) {
  const [supplier, setSupplier] = useState('auto');
  const [coverage, setCoverage] = useState('');
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { send, sending, problem } = useSending(taken);
  const give = (files: FileList | null | undefined) =>
    send([...(files ?? [])], { supplier, ...(coverage ? { coverage } : {}) });
  useNoStrayDrops();
  return (
    <section
      class={isOver ? 'card drop over' : 'card drop'}
      aria-label="Send a price list"
      onDragOver={() => setIsOver(true)}
      onDragLeave={() => setIsOver(false)}
      onDrop={({ dataTransfer }) => {
        setIsOver(false);
        give(dataTransfer?.files);
      }}
    >
      {problem && <Alert>{problem}</Alert>}
      <Icon name="sheet" size={40} />
      <p>
        <strong>Drop the file here as it came from the supplier.</strong>
        <small>An Excel workbook (.xlsx) or CSV. You see what it would change before anything does.</small>
      </p>
      <Button look="main" aria-disabled={sending !== null} onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={TAKEN}
        onChange={({ currentTarget }) => {
          give(currentTarget.files);
          // The same file may be chosen once more.
          currentTarget.value = '';
        }}
      />
      <div role="status">
        {sending && (
          <p>
            Sending {sending.file.name}, {sizeOf(sending.file.size)}
            <progress value={sending.part} aria-label={`Sending ${sending.file.name}`} />
          </p>
        )}
      </div>
      <details>
        <summary>Whose list it is, and what it covers</summary>
        <div class="filters">
          <Choice
            name="supplier"
            label="Supplier"
            options={[['auto', 'Recognised by its layout'], ...suppliers]}
            changed={setSupplier}
          />
          <Choice name="coverage" label="The list has" options={COVERAGES} changed={setCoverage} />
        </div>
      </details>
    </section>
  );
}

/** Sends one file; again under the same key where nobody knows whether it arrived. */
function useSending(taken: (id: string) => void) {
  const [sending, setSending] = useState<Sending | null>(null);
  const [problem, setProblem] = useState('');
  const headersFor = useRetries();
  async function send(files: readonly File[], fields: Readonly<Record<string, string>>) {
    const [file] = files;
    if (!file || sending) return;
    if (files.length > 1) return setProblem('One list at a time: drop the files one after another.');
    const { 'Idempotency-Key': key } = headersFor([file.name, file.size, file.lastModified, fields]);
    const done = (part: number) => setSending({ file, part });
    setProblem('');
    done(0);
    try {
      const { id } = await upload<Schemas['TakenImport']>(IMPORTS, { file, fields, done, key });
      taken(id);
    } catch (error) {
      setProblem((error as Refusal).message);
    } finally {
      setSending(null);
    }
  }
  return { send: (...wish: Parameters<typeof send>) => void send(...wish), sending, problem };
}

/** A file that misses its place by a finger's breadth would otherwise be opened in place of the app. */
function useNoStrayDrops() {
  useEffect(() => {
    const keep = (event: Event) => event.preventDefault();
    for (const name of ['dragover', 'drop']) addEventListener(name, keep);
    return () => {
      for (const name of ['dragover', 'drop']) removeEventListener(name, keep);
    };
  }, []);
}
