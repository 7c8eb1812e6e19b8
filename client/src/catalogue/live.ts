// How imports go on: the clinic says so on the live connection of the window.
import { useEffect, useRef } from 'preact/hooks';
import { connected, connection } from '../chat/connection.js';
import type { Load } from '../parts/page.js';
import { whenInUse } from '../session.js';
import type { SupplierImport } from './answers.js';

type ImportEvent = Pick<SupplierImport, 'id' | 'state' | 'progress' | 'rows_processed' | 'rows_total'>;

/** An event that is lost costs no more than this; and without a connection there are none. */
const QUIET_MS = 30_000;
const AWAY_MS = 5_000;

/** Hears of each import that has moved or goes on. What is shown is fetched anew where an event may have been missed. */
export function useImportEvents(
  { data, refusal, again }: Omit<Load<unknown>, 'set'>,
  isMoving: boolean,
  hear: (event: ImportEvent) => void,
): void {
  const heard = useRef(hear);
  heard.current = hear;
  const wait = connected.value ? QUIET_MS : AWAY_MS;
  useEffect(() => {
    const socket = connection();
    const changed = (event: ImportEvent) => heard.current(event);
    socket.on('connect', again).on('import:changed', changed);
    return () => void socket.off('connect', again).off('import:changed', changed);
  }, [again]);
  useEffect(() => {
    if (!isMoving) return;
    const timer = setTimeout(() => whenInUse(() => void again()), wait);
    return () => clearTimeout(timer);
  }, [data, refusal, isMoving, wait]);
}
