// A question before something that is not undone by a second click.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Button } from './button.js';
import { Form, type Values } from './form.js';

interface ConfirmProps {
  readonly title: string;
  readonly action: string;
  readonly submit: (values: Values) => Promise<void>;
  readonly close: () => void;
  readonly children?: ComponentChildren;
  readonly tone?: 'plain' | 'danger';
}

export function Confirm({ title, action, submit, close, children, tone = 'plain' }: ConfirmProps) {
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
