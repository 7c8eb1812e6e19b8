import type { ImportState } from '../../domain/list-import-states.js';
import type { Terminal } from './terminal.js';

/** How far an import is. */
export interface Progress {
  readonly state: ImportState;
  /** Percent of its rows that are done. */
  readonly percent: number;
  readonly rowsProcessed: number;
  readonly rowsTotal: number | null;
}

export interface ProgressView {
  readonly show: (progress: Progress) => void;
  /** Takes the bar away, so that a report begins on a line of its own. */
  readonly clear: () => void;
}

const CELLS = 24;
const LABELS: Readonly<Record<ImportState, string>> = {
  received: 'waiting',
  reading: 'reading',
  previewed: 'read',
  applying: 'applying',
  applied: 'applied',
  undoing: 'taking back',
  undone: 'taken back',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** A bar that moves in its place on a terminal; elsewhere a line for every 10 percent, and for every step. */
export function progressView(terminal: Pick<Terminal, 'hasBar' | 'columns' | 'note' | 'redraw'>): ProgressView {
  return terminal.hasBar ? bar(terminal) : lines(terminal);
}

function bar({ columns, redraw }: Pick<Terminal, 'columns' | 'redraw'>): ProgressView {
  let drawn = '';
  const draw = (line: string) => {
    if (line === drawn) return;
    drawn = line;
    redraw(line);
  };
  return {
    show: (progress) => draw(barOf(progress).slice(0, columns - 1)),
    clear: () => draw(''),
  };
}

function barOf(progress: Progress): string {
  const full = Math.round((progress.percent * CELLS) / 100);
  return `${LABELS[progress.state].padEnd(11)} [${'#'.repeat(full)}${'.'.repeat(CELLS - full)}] ${said(progress)}`;
}

function lines({ note }: Pick<Terminal, 'note'>): ProgressView {
  let noted = '';
  return {
    show: (progress) => {
      const { state, percent } = progress;
      const tens = Math.floor(percent / 10) * 10;
      if (noted === `${state} ${tens}`) return;
      noted = `${state} ${tens}`;
      note(`${LABELS[state]}: ${said({ ...progress, percent: tens })}`);
    },
    clear: () => undefined,
  };
}

function said({ percent, rowsProcessed, rowsTotal }: Progress): string {
  return rowsTotal === null ? `${percent} %` : `${percent} %, ${rowsProcessed} of ${rowsTotal} rows`;
}
