// A form that says what was refused beside the field that it is about, and reads it out.
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useId, useRef, useState } from 'preact/hooks';
import { Refusal } from '../api.js';
import { Alert } from './notice.js';

export type Values = Readonly<Record<string, string>>;

const Errors = createContext<Readonly<Record<string, string>>>({});

interface FormProps {
  /** What its button says, which is what the form does. */
  readonly action: string;
  /** @throws Refusal, which is shown */
  readonly submit: (values: Values) => Promise<void>;
  readonly children?: ComponentChildren;
  /** Beside the button. */
  readonly aside?: ComponentChildren;
  readonly tone?: 'plain' | 'danger';
}

export function Form({ action, submit, children, aside, tone = 'plain' }: FormProps) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  async function onSubmit(event: Event) {
    event.preventDefault();
    if (busy || !form.current) return;
    const values = Object.fromEntries([...new FormData(form.current)].map(([name, value]) => [name, String(value)]));
    setBusy(true);
    setRefusal(null);
    try {
      await submit(values);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
      const bad = Object.keys(error.fields).map((name) => form.current?.elements.namedItem(name));
      const first = bad.find((one) => one instanceof HTMLElement);
      if (first instanceof HTMLElement) setTimeout(() => first.focus());
    } finally {
      setBusy(false);
    }
  }

  const shown = refusal?.fields ?? {};
  return (
    <form ref={form} onSubmit={(event) => void onSubmit(event)} class="form">
      {refusal && <Alert>{refusal.message}</Alert>}
      <Errors.Provider value={shown}>{children}</Errors.Provider>
      <div class="actions">
        <button type="submit" class={`button ${tone}`} aria-disabled={busy}>
          {action}
        </button>
        {aside}
      </div>
    </form>
  );
}

interface Named {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly defaultValue?: string | null | undefined;
  /** Told of each other value. */
  readonly changed?: (value: string) => void;
}

interface FieldProps extends Named {
  readonly type?: 'text' | 'email' | 'password' | 'tel' | 'date' | 'time' | 'number' | 'datetime-local';
  readonly autocomplete?: string;
  readonly inputMode?: 'numeric' | 'decimal';
  readonly autocapitalize?: 'none';
  readonly min?: string | number;
  readonly max?: string | number;
  readonly step?: string | number;
}

/** An input with its label, its hint and what is wrong with it. */
export function Field({ name, label, hint, type = 'text', defaultValue, changed, ...input }: FieldProps) {
  const { id, described, notes } = useNotes(name, hint);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {/* The types of JSX know each kind of input apart, and none of several. */}
      <input
        {...input}
        {...described}
        id={id}
        name={name}
        type={type as 'text'}
        defaultValue={defaultValue ?? ''}
        onInput={({ currentTarget }) => changed?.(currentTarget.value)}
      />
      {notes}
    </div>
  );
}

interface AreaProps extends Named {
  readonly maxLength?: number;
}

export function Area({ name, label, hint, defaultValue, changed, ...area }: AreaProps) {
  const { id, described, notes } = useNotes(name, hint);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        rows={3}
        {...area}
        {...described}
        id={id}
        name={name}
        defaultValue={defaultValue ?? ''}
        onInput={({ currentTarget }) => changed?.(currentTarget.value)}
      />
      {notes}
    </div>
  );
}

interface ChoiceProps extends Named {
  readonly options: readonly (readonly [value: string, label: string])[];
}

export function Choice({ name, label, hint, options, defaultValue, changed, ...select }: ChoiceProps) {
  const { id, described, notes } = useNotes(name, hint);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        {...select}
        {...described}
        id={id}
        name={name}
        onChange={({ currentTarget }) => changed?.(currentTarget.value)}
      >
        {options.map(([value, text]) => (
          <option key={value} value={value} selected={value === defaultValue}>
            {text}
          </option>
        ))}
      </select>
      {notes}
    </div>
  );
}

export function Check({
  name,
  label,
  ...input
}: {
  readonly name: string;
  readonly label: ComponentChildren;
  readonly required?: boolean;
  readonly defaultChecked?: boolean;
}) {
  const id = useId();
  return (
    <div class="check">
      <input {...input} id={id} name={name} type="checkbox" />
      <label for={id}>{label}</label>
    </div>
  );
}

function useNotes(name: string, hint: string | undefined) {
  const id = useId();
  const error = useContext(Errors)[name];
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return {
    id,
    described: { ...(ids ? { 'aria-describedby': ids } : {}), ...(error ? { 'aria-invalid': true } : {}) },
    notes: (
      <>
        {hint && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
        {error && (
          <p class="wrong" id={`${id}-error`}>
            {error}
          </p>
        )}
      </>
    ),
  };
}
