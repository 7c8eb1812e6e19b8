// A list that comes page by page.

import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { type Answered, answerOf } from '../../api.js';
import { figure } from '../../catalogue/words.js';
import type { IconName } from '../icon.js';
import { Button, Empty, type Load, Loaded, useAttempt, useLoad } from '../page.js';

interface Page<T> {
  readonly rows: readonly T[];
  /** Null: there are no more. */
  readonly next: string | null;
}

/** One page of a list. Routes that answer files, too, have them in their types. */
type Read<T> = (query: { limit: number; cursor?: string }) => Promise<Answered<readonly T[] | string>>;

export interface Pages<T> extends Load<Page<T>> {
  /** Fetches the page behind those that are there. @throws Refusal */
  readonly more: () => Promise<void>;
}

/** The first page, and those that were asked for behind it. Another list is another component: it has another `key`. */
export function usePages<T>(read: Read<T>, limit = 20): Pages<T> {
  const count = useRef(1);
  const list = useLoad(async () => {
    let all = await pageBehind(null);
    for (let at = 1; at < count.current && all.next; at += 1) all = await pageBehind(all);
    return all;
  }, []);
  /** @throws Refusal */
  async function pageBehind(before: Page<T> | null): Promise<Page<T>> {
    const asked = read({ limit, ...(before?.next ? { cursor: before.next } : {}) });
    const rows = (await answerOf(asked)) as readonly T[];
    const link = /<([^>]+)>; *rel="next"/.exec((await asked).response.headers.get('link') ?? '')?.[1];
    const next = link ? new URL(link).searchParams.get('cursor') : null;
    return { rows: [...(before?.rows ?? []), ...rows], next };
  }
  async function more() {
    // First: where the list is being read anew, this page is read with it, and neither takes the other's away.
    count.current += 1;
    list.set(await pageBehind(list.data));
  }
  return { ...list, more };
}

interface ShownProps<T> {
  readonly empty: readonly [icon: IconName, title: string, text?: string];
  /** What a screen reader hears of it: `product`, for `50 products`. */
  readonly noun: string;
  readonly children: (one: T) => ComponentChildren;
}

export function PagedList<T>({ read, limit, ...shown }: ShownProps<T> & { read: Read<T>; limit?: number }) {
  return <ShownPages of={usePages(read, limit)} {...shown} />;
}

export function ShownPages<T>({ of, empty, noun, children }: ShownProps<T> & { readonly of: Pages<T> }) {
  const { attempt, problem } = useAttempt();
  return (
    <Loaded of={of}>
      {({ rows, next }) => {
        if (rows.length === 0) return <Empty icon={empty[0]} title={empty[1]} text={empty[2]} />;
        return (
          <>
            <p class="hidden" role="status">
              {`${figure(rows.length)} ${noun}${rows.length === 1 ? '' : 's'}${next ? ', and there are more' : ''}`}
            </p>
            <ul class="list">
              {rows.map((row, at) => (
                <li key={at}>{children(row)}</li>
              ))}
            </ul>
            {problem}
            {next && (
              <div class="actions">
                <Button onClick={() => void attempt(of.more)}>Show more</Button>
              </div>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
