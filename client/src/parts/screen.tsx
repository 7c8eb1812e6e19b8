// The frame of every screen: its name in the window's title, and the focus at its heading when one comes from another screen.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

let isFirst = true;

interface ScreenProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Where the link above the heading leads. */
  readonly back?: readonly [href: string, label: string];
  readonly aside?: ComponentChildren;
  readonly shape?: 'page' | 'card' | 'talk';
}

export function Screen({ title, children, back, aside, shape = 'page' }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Keepwell`;
  }, [title]);
  useEffect(() => {
    // A page that was just opened is read from its top by itself.
    if (!isFirst) heading.current?.focus();
    isFirst = false;
  }, []);
  return (
    <section class={`screen ${shape}`}>
      <header class="head">
        {back && (
          <a class="back" href={back[0]}>
            {back[1]}
          </a>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside}
      </header>
      {children}
    </section>
  );
}
