// A clock that runs down. Whoever wants to know asks it: it does not interrupt every second.
import { useEffect, useState } from 'preact/hooks';
import { clock } from '../times.js';

const SOON_MS = 60_000;

interface CountdownProps {
  readonly label: string;
  readonly until: string;
  readonly onEnd: () => void;
}

export function Countdown({ label, until, onEnd }: CountdownProps) {
  const end = Date.parse(until);
  const [left, setLeft] = useState(end - Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      const now = end - Date.now();
      setLeft(now);
      if (now > 0) return;
      clearInterval(timer);
      onEnd();
    }, 1_000);
    return () => clearInterval(timer);
  }, [end]);
  return (
    <div class={left < SOON_MS ? 'countdown soon' : 'countdown'}>
      <span aria-hidden="true">{label}</span>
      <strong role="timer" aria-label={label}>
        {clock(left)}
      </strong>
    </div>
  );
}
