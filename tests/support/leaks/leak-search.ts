import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import type { Logger } from '../../../src/observability/logger.js';
import { type ReceivedMail, SensitiveValues } from './sensitive-values.js';
import { TextSearch } from './text-search.js';
import { leaksOfWorkflows, type WorkflowPlace } from './workflow-leaks.js';

/** Stand-ins for a bank and the installation's own pages: nobody's data. */
const OUTSIDE = /^\/(sandbox|metrics|openapi|docs|health)\b/;
const LINE = Symbol.for('message');

interface RefusedRequest {
  readonly what: string;
  readonly text: string;
}

/** A log that a server writes for all tests of a run; `database` names the lines that are ours. */
export interface ServerLog {
  readonly file: string;
  readonly database?: string;
}

/**
 * Notes what the people of a test are called, write and prove themselves by, as it goes over the wire, and looks for it
 * where it must not be: in log lines, in what the engine stores of workflows, in errors.
 */
export class LeakSearch {
  readonly values = new SensitiveValues();
  readonly #lines: string[] = [];
  readonly #refused: RefusedRequest[] = [];
  readonly #serverLogs: readonly (ServerLog & { readonly start: number })[];

  constructor(serverLogs: readonly ServerLog[]) {
    this.#serverLogs = serverLogs.map((log) => ({ ...log, start: statSync(log.file).size }));
  }

  /** The same listener, with what goes in and out noted. */
  listening(listener: RequestListener): RequestListener {
    return (request, response) => {
      const url = request.url ?? '';
      if (!OUTSIDE.test(url)) this.#listen(url, request, response);
      listener(request, response);
    };
  }

  #listen(url: string, request: IncomingMessage, response: ServerResponse): void {
    this.values.learnAddress(url);
    this.values.learnHeaders(request.headers);
    const [received, sent]: [Buffer[], Buffer[]] = [[], []];
    const push = request.push.bind(request);
    // The parser pushes each part: a listener for `data` would start the flow before the app reads.
    request.push = (...args: Parameters<typeof push>) => {
      if (args[0] instanceof Uint8Array) received.push(Buffer.from(args[0]));
      return push(...args);
    };
    const note = (chunk: unknown) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) sent.push(Buffer.from(chunk as Uint8Array));
    };
    const [write, end] = [response.write.bind(response), response.end.bind(response)];
    response.write = ((...args: Parameters<typeof write>) => {
      note(args[0]);
      return write(...args);
    }) as typeof response.write;
    response.end = ((...args: Parameters<typeof end>) => {
      note(args[0]);
      return end(...args);
    }) as typeof response.end;
    response.once('close', () => {
      this.values.learn(url, Buffer.concat(received).toString(), 'request');
      const text = Buffer.concat(sent).toString();
      const location = response.getHeader('location');
      if (typeof location === 'string') this.values.links(location);
      if (response.statusCode < 400) this.values.learn(url, text, 'answer');
      else this.#refused.push({ what: `${response.statusCode} to ${request.method} ${pathOf(url)}`, text });
    });
  }

  /** Keeps every line of a logger, also those below its level, and prints what it printed before. */
  hear(logger: Logger): Logger {
    for (const transport of logger.transports) transport.level ??= logger.level;
    logger.level = 'debug';
    logger.pipe(
      new Writable({
        objectMode: true,
        write: (info: Readonly<Record<symbol, unknown>>, _encoding, done) => {
          this.#lines.push(String(info[LINE]));
          done();
        },
      }),
    );
    return logger;
  }

  /** @throws AssertionError that lists each place where a value stands */
  async assertNone(mails: readonly ReceivedMail[], workflows: WorkflowPlace | null): Promise<void> {
    this.values.learnMails(mails);
    const search = new TextSearch(this.values);
    const refused = this.#refused.flatMap(({ what, text }) =>
      [...search.find(text)].map((found) => `${what}: ${found}`),
    );
    const leaks = [...(await this.found(search, workflows)), ...refused];
    assert.deepEqual([...new Set(leaks)], []);
  }

  /** Where any of other texts stands, in log lines and in what the engine stores. */
  async found(search: TextSearch, workflows: WorkflowPlace | null): Promise<readonly string[]> {
    const written = [...this.#lines, ...this.#serverLogs.flatMap(entriesOf)];
    return [
      ...written.flatMap((line) => [...search.find(line)].map((text) => `log: ${text} in ${line.slice(0, 400)}`)),
      ...(workflows ? await leaksOfWorkflows(search, workflows) : []),
    ];
  }
}

function entriesOf({ file, database, start }: ServerLog & { readonly start: number }): readonly string[] {
  const text = readFileSync(file).subarray(start).toString();
  // The lines after the first of one entry begin with a tab.
  const entries = text.split(/\n(?!\t)/).filter((entry) => database === undefined || entry.includes(database));
  // The id of a process may be the number of somebody's code.
  return entries.map((entry) => entry.replace(/\[\d+\]/, ''));
}

function pathOf(url: string): string {
  return url.split('?')[0] ?? url;
}
