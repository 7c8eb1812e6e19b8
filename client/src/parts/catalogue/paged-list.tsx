// A list that comes page by page.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { type Answered, answerOf } from '../../api.js';
import { figure } from '../../catalogue/words.js';
import type { IconName } from '../icon.js';
import { Button, Empty, Loaded, useAttempt, useLoad } from '../page.js';

interface Page<T> {
  readonly rows: readonly T[];
  /** Null: there are no more. */
  readonly next: string | null;
}

interface PagedListProps<T> {
  /** The page behind a cursor; the first one behind none. Routes that answer files, too, have them in their types. */
  readonly read: (cursor: string | undefined) => Promise<Answered<readonly T[] | string>>;
  /** Another list for each other one of these. */
  readonly keys: readonly unknown[];
  readonly empty: readonly [icon: IconName, title: string, text?: string];
  /** What a screen reader hears of it: `product`, for `50 products`. */
  readonly noun: string;
  readonly children: (one: T) => ComponentChildren;
}

export function PagedList<T>({ read, keys, empty, noun, children }: PagedListProps<T>) {
  const list = useLoad(() => pageOf(read(undefined)), keys);
  /** The pages that were asked for, behind the first one as it was then. */
  const [more, setMore] = useState<{ readonly first: Page<T>; readonly all: Page<T> } | null>(null);
  const { attempt, problem } = useAttempt();
  return (
    <Loaded of={list}>
      {(first) => {
        const { rows, next } = more?.first === first ? more.all : first;
        if (rows.length === 0) return <Empty icon={empty[0]} title={empty[1]} text={empty[2]} />;
        const readMore = async () => {
          const page = await pageOf(read(next ?? undefined));
          setMore({ first, all: { rows: [...rows, ...page.rows], next: page.next } });
        };
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
                <Button onClick={() => void attempt(readMore)}>Show more</Button>
              </div>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

/** @throws Refusal */
async function pageOf<T>(asked: Promise<Answered<readonly T[] | string>>): Promise<Page<T>> {
  const rows = (await answerOf(asked)) as readonly T[];
  const link = /<([^>]+)>; *rel="next"/.exec((await asked).response.headers.get('link') ?? '')?.[1];
  return { rows, next: link ? new URL(link).searchParams.get('cursor') : null };
}
