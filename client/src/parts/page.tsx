// What every screen is made of: its frame, what is fetched for it, lists and facts, what there is to say, and what one presses.

import type { ComponentChildren, ComponentProps } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { newId, Refusal } from '../api.js';
import { Icon, type IconName } from './icon.js';

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
  useLayoutEffect(() => {
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

export interface Load<T> {
  readonly data: T | null;
  readonly refusal: Refusal | null;
  /** Fetches it anew; what is shown stays until then. */
  readonly again: () => Promise<void>;
  readonly set: (data: T) => void;
}

/** Fetches when the screen comes up, and whenever one of `keys` changes. */
export function useLoad<T>(fetchIt: () => Promise<T>, keys: readonly unknown[]): Load<T> {
  const [data, set] = useState<T | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const last = useRef<Promise<T> | null>(null);
  const again = useCallback(async () => {
    const asked = fetchIt();
    last.current = asked;
    // Of several that are under way, the one that was asked for last counts.
    const isLast = () => last.current === asked;
    try {
      const found = await asked;
      if (!isLast()) return;
      set(found);
      setRefusal(null);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (isLast()) setRefusal(error);
    }
  }, keys);
  useEffect(() => {
    set(null);
    setRefusal(null);
    void again();
  }, [again]);
  return { data, refusal, again, set };
}

interface LoadedProps<T> {
  readonly of: Omit<Load<T>, 'set'>;
  readonly children: (data: T) => ComponentChildren;
}

export function Loaded<T>({ of: { data, refusal, again }, children }: LoadedProps<T>) {
  if (data !== null) return <>{children(data)}</>;
  if (refusal === null) {
    return (
      <div class="loading" role="status">
        <span class="hidden">Loading</span>
        <i />
        <i />
        <i />
      </div>
    );
  }
  return (
    <Empty icon="cloud" title={refusal.code === 'not_found' ? 'This is not here' : 'This could not be loaded'}>
      <p role="alert">{refusal.message}</p>
      <Button onClick={() => void again()}>Try again</Button>
    </Empty>
  );
}

interface ListProps<T> {
  readonly of: readonly T[];
  /** What is said where there is none. */
  readonly empty?: readonly [icon: IconName, title: string, text?: string];
  readonly children: (one: T) => ComponentChildren;
}

export function List<T extends { readonly id: string }>({ of, empty, children }: ListProps<T>) {
  if (of.length === 0) return empty ? <Empty icon={empty[0]} title={empty[1]} text={empty[2]} /> : null;
  return (
    <ul class="list">
      {of.map((one) => (
        <li key={one.id}>{children(one)}</li>
      ))}
    </ul>
  );
}

type LoadedListProps<T> = Omit<ListProps<T>, 'of'> & Pick<LoadedProps<readonly T[]>, 'of'>;

/** A list that is fetched. */
export function LoadedList<T extends { readonly id: string }>({ of, ...list }: LoadedListProps<T>) {
  return <Loaded of={of}>{(all) => <List of={all} {...list} />}</Loaded>;
}

export type Fact = readonly [name: string, value: ComponentChildren];

export function Facts({ of }: { readonly of: readonly Fact[] }) {
  return (
    <dl>
      {of.map(
        ([name, value]) =>
          (value || value === 0) && [<dt key={name}>{name}</dt>, <dd key={`${name}-value`}>{value}</dd>],
      )}
    </dl>
  );
}

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
  readonly text?: string | undefined;
  readonly children?: ComponentChildren;
}

/** A list with nothing in it: says why, and what to do. */
export function Empty({ icon, title, text, children }: EmptyProps) {
  return (
    <div class="empty">
      <Icon name={icon} size={40} />
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}

/** Does what a button is for; where it was refused, `problem` says why until it is tried again. */
export function useAttempt() {
  const [problem, setProblem] = useState('');
  const attempt = async (work: () => Promise<unknown>) => {
    setProblem('');
    await work().catch((error: Error) => setProblem(error.message));
  };
  return { attempt, problem: problem && <Alert>{problem}</Alert> };
}

/** Headers under which a request may be sent again where nobody knows whether it arrived: another key for another wish. */
export function useRetries() {
  const last = useRef({ wish: '', key: '' });
  return (asked: unknown) => {
    const wish = JSON.stringify(asked);
    if (last.current.wish !== wish) last.current = { wish, key: newId() };
    return { 'Idempotency-Key': last.current.key };
  };
}

export type Look = 'main' | 'quiet' | 'link' | undefined;

interface ButtonProps extends Omit<ComponentProps<'button'>, 'class' | 'type'> {
  /** `quiet` beside what is more likely to be wanted, `link` in the middle of a text. */
  readonly look?: Look;
}

const CLASSES = { main: 'button', quiet: 'button quiet', link: 'link' };

export function Button({ look = 'quiet', ...button }: ButtonProps) {
  return <button {...button} type="button" class={CLASSES[look]} />;
}
