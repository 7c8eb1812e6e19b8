import { createInterface } from 'node:readline/promises';

/** Where a command is typed, and where its report goes. */
export interface Terminal {
  /** Somebody sits there and can be asked. */
  readonly isAttended: boolean;
  /** A line can be drawn again in its place. */
  readonly hasBar: boolean;
  /** Of the notes' window, in characters. */
  readonly columns: number;
  /** The report: standard output. */
  readonly print: (text: string) => void;
  /** What goes on meanwhile: standard error. */
  readonly note: (text: string) => void;
  /** Draws this line in place of the one before; an empty text takes it away. */
  readonly redraw: (line: string) => void;
  /** What somebody answers; null when nobody does: the input has ended, or the command was ended. */
  readonly ask: (question: string, stop: AbortSignal) => Promise<string | null>;
}

const NARROW = 80;
/** Back to the beginning of the line, and nothing on it. */
const CLEAR_LINE = '\r\u001b[2K';

/** The terminal that this process has. */
export function ownTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  return {
    isAttended: stdin.isTTY === true && stderr.isTTY === true,
    hasBar: stderr.isTTY === true,
    columns: stderr.columns || NARROW,
    print: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    redraw: (line) => void stderr.write(`${CLEAR_LINE}${line}`),
    ask,
  };
}

async function ask(question: string, stop: AbortSignal): Promise<string | null> {
  // Not as a terminal of its own: it would take Ctrl-C for itself, and the command is to hear of it.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  const ended = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
  try {
    const answer = await Promise.race([lines.question(question, { signal: stop }), ended]);
    // The cursor stands behind the question still.
    if (answer === null) process.stderr.write('\n');
    return answer;
  } catch (error) {
    if (stop.aborted) return null;
    throw error;
  } finally {
    lines.close();
  }
}
