// What one presses; what submits a form is the form's own.
import type { ComponentProps } from 'preact';

export type Look = 'main' | 'quiet' | 'link' | undefined;

interface ButtonProps extends Omit<ComponentProps<'button'>, 'class' | 'type'> {
  /** `quiet` beside what is more likely to be wanted, `link` in the middle of a text. */
  readonly look?: Look;
}

const CLASSES = { main: 'button', quiet: 'button quiet', link: 'link' };

export function Button({ look = 'quiet', ...button }: ButtonProps) {
  return <button {...button} type="button" class={CLASSES[look]} />;
}
