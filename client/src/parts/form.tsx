// A form that says what was refused beside the field that it is about, and reads it out; and one that asks before something is done.

import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useId, useRef, useState } from 'preact/hooks';
import { Refusal } from '../api.js';
import { Alert, Button, type Look } from './page.js';

/** The fields that were filled in. */
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
  /** More about what was refused. It stands above the button then: for forms that are longer than a screen. */
  readonly explain?: (refusal: Refusal) => ComponentChildren;
}

export function Form({ action, submit, children, aside, tone = 'plain', explain }: FormProps) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  async function onSubmit(event: SubmitEvent) {
    event.preventDefault();
    if (busy || !form.current) return;
    // Which button was pressed is among what was filled in, where it has a name.
    const filled = [...new FormData(form.current, event.submitter)].filter(([, value]) => value !== '');
    const values = Object.fromEntries(filled.map(([name, value]) => [name, String(value)]));
    setBusy(true);
    setRefusal(null);
    try {
      await submit(values);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
      const bad = Object.keys(error.fields).map((name) => form.current?.elements.namedItem(name));
      const first = bad.find((one) => one instanceof HTMLElement);
      if (!(first instanceof HTMLElement)) return;
      // Nothing in a part that is folded can have the focus.
      first.closest('details')?.setAttribute('open', '');
      setTimeout(() => first.focus());
    } finally {
      setBusy(false);
    }
  }

  const shown = refusal?.fields ?? {};
  return (
    <form ref={form} onSubmit={(event) => void onSubmit(event)} class="form">
      {refusal && !explain && <Alert>{refusal.message}</Alert>}
      <Errors.Provider value={shown}>{children}</Errors.Provider>
      {refusal && explain && <Alert>{refusal.message}</Alert>}
      {refusal && explain?.(refusal)}
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
  /** Called with each other value. */
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
export function Field({ type = 'text', ...field }: FieldProps) {
  // The types of JSX know each kind of input apart, and none of several.
  return <Labelled {...field}>{(input) => <input {...input} type={type as 'text'} />}</Labelled>;
}

interface AreaProps extends Named {
  readonly minLength?: number;
  readonly maxLength?: number;
}

export function Area(field: AreaProps) {
  return <Labelled {...field}>{(area) => <textarea rows={3} {...area} />}</Labelled>;
}

interface ChoiceProps extends Named {
  readonly options: readonly (readonly [value: string, label: string])[];
}

export function Choice({ options, defaultValue, ...field }: ChoiceProps) {
  return (
    <Labelled {...field}>
      {({ defaultValue: _, ...select }) => (
        <select {...select}>
          {options.map(([value, text]) => (
            <option key={value} value={value} selected={value === defaultValue}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

type Control = Omit<Named, 'label' | 'hint' | 'changed' | 'defaultValue'> & {
  readonly id: string;
  readonly defaultValue: string;
  readonly onInput: (event: { readonly currentTarget: { readonly value: string } }) => void;
};

function Labelled({
  label,
  hint,
  changed,
  defaultValue,
  children,
  ...rest
}: Named & { readonly children: (control: Control) => ComponentChildren }) {
  const id = useId();
  const error = useContext(Errors)[rest.name];
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const described = { ...(ids ? { 'aria-describedby': ids } : {}), ...(error ? { 'aria-invalid': true } : {}) };
  const onInput: Control['onInput'] = ({ currentTarget }) => changed?.(currentTarget.value);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ ...rest, ...described, id, defaultValue: defaultValue ?? '', onInput })}
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

interface AskProps {
  readonly label: string;
  /** Where the label alone does not say what it is about. */
  readonly name?: string;
  readonly look?: Look;
  readonly title: string;
  readonly action: string;
  readonly submit: (values: Values) => Promise<void>;
  readonly children?: ComponentChildren;
  readonly tone?: 'plain' | 'danger';
  readonly explain?: FormProps['explain'];
}

export function Ask({ label, name, look, ...question }: AskProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look={look} aria-label={name} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && <Question {...question} close={() => setOpen(false)} />}
    </>
  );
}

type QuestionProps = Omit<AskProps, 'label' | 'name' | 'look'> & { readonly close: () => void };

function Question({ title, submit, close, ...form }: QuestionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Form
        {...form}
        submit={async (values) => {
          await submit(values);
          dialog.current?.close();
        }}
        aside={<Button onClick={() => dialog.current?.close()}>Back</Button>}
      />
    </dialog>
  );
}
