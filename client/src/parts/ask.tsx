// A button, and the question that it asks before anything is done.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Button, type Look } from './button.js';
import { Form, type Values } from './form.js';

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

function Question({ title, action, submit, close, children, tone = 'plain' }: QuestionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Form
        action={action}
        tone={tone}
        submit={async (values) => {
          await submit(values);
          dialog.current?.close();
        }}
        aside={<Button onClick={() => dialog.current?.close()}>Back</Button>}
      >
        {children}
      </Form>
    </dialog>
  );
}
