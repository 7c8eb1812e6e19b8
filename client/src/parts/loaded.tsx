// What a screen shows of something that has to be fetched: that it is coming, that it did not come, or it.

import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { Refusal } from '../api.js';
import { Button } from './button.js';
import { Empty } from './notice.js';

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
  const again = useCallback(async () => {
    try {
      set(await fetchIt());
      setRefusal(null);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
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
  readonly of: Load<T>;
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
