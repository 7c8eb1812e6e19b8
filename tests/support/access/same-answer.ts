import type { Stage } from '../stage.js';
import { statementsOf } from '../statements.js';
import { ask, plain } from './asking.js';
import type { Caller } from './callers.js';
import type { WalkRequest } from './requests.js';

/** Of any two answers: when they were given, and under which number. */
const VOLATILE = ['date', 'x-request-id'];
/** What is remembered for a moment, such as a session, may end between two requests; a rule differs each time. */
const ATTEMPTS = 3;

interface Asked {
  readonly method: string;
  readonly path: string;
}

/**
 * Asks for a record that somebody else has, and for one that nobody has. Null when nothing but the measured time could tell the two
 * apart; otherwise the first thing that does, of both.
 */
export async function differenceOf(
  stage: Stage,
  route: Asked,
  caller: Caller,
  { met, missed }: { readonly met: WalkRequest; readonly missed: WalkRequest },
): Promise<string | null> {
  for (let attempt = 1; ; attempt += 1) {
    // The session is known from here on.
    await ask(stage, route, caller, missed);
    const [one, other] = [await toldBy(stage, route, caller, met), await toldBy(stage, route, caller, missed)];
    const at = one.findIndex((line, index) => line !== other[index]);
    if (at < 0 && one.length === other.length) return null;
    const first = at < 0 ? one.length : at;
    if (attempt === ATTEMPTS) return `${one[first] ?? 'nothing'}, for none: ${other[first] ?? 'nothing'}`;
  }
}

/** All that an answer says, and then what the database was asked for it. */
async function toldBy(stage: Stage, route: Asked, caller: Caller, request: WalkRequest): Promise<readonly string[]> {
  const told: string[] = [];
  const statements = await statementsOf(stage.clinic.apiPool, async () => {
    const { status, headers, text } = await ask(stage, route, caller, request);
    const said = [...headers].filter(([name]) => !VOLATILE.includes(name)).map(([name, value]) => `${name}: ${value}`);
    told.push(String(status), ...said, plain(text));
  });
  // Statements of models have ids in their text.
  return [...told, ...statements.map(plain)];
}
