// What a screen says when there is something to say, nothing to show, or nothing to be had.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.js';

/** Read out at once. */
export function Alert({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="alert" role="alert">
      {children}
    </p>
  );
}

export function Note({ children, tone = 'plain' }: { readonly children: ComponentChildren; readonly tone?: string }) {
  return <div class={`note ${tone}`}>{children}</div>;
}

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** A list with nothing in it: says why, and what to do. */
export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div class="empty">
      <Icon name={icon} size={40} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
