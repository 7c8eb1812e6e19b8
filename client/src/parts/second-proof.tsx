// What a clinic lets nobody do without a second factor of a moment ago: asks for its code when the API does.
import { useState } from 'preact/hooks';
import { Refusal } from '../api.js';
import { proveAgain } from '../session.js';
import { Field, type Values } from './form.js';

/** `of` does the work, after the code that was filled in, if any; `field` stands in the same form. */
export function useFreshFactor() {
  const [isAsked, setAsked] = useState(false);
  async function of<T>({ code }: Values, work: () => Promise<T>): Promise<T> {
    if (code) {
      await proveAgain(code);
      // A code works once.
      setAsked(false);
    }
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refusal && error.code === 'reauthentication_required') setAsked(true);
      throw error;
    }
  }
  const field = isAsked && (
    <Field
      name="code"
      label="Code of your authenticator app"
      hint="The clinic asks for one that is not older than a few minutes."
      inputMode="numeric"
      autocomplete="one-time-code"
      required
    />
  );
  return { of, field };
}
