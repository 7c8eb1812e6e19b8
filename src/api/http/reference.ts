import type { Express } from 'express';

/** What the package's plugin asks of a server: we are none of the kind that it is for, and only take its script. */
interface RouteRecorder {
  route(route: { readonly url: string; handler(request: object, reply: ScriptReply): unknown }): void;
  hasPlugin(): boolean;
  readonly log: { warn(message: string): void };
  readonly initialConfig: object;
}

interface ScriptReply {
  header(): ScriptReply;
  send(content: string): string;
}

type ReferencePlugin = (server: RouteRecorder, options: object, done: () => void) => void;

/**
 * The API reference at `/docs`: Scalar, over the document at `/openapi.json`. The whole page comes from this server, so it
 * works under the content security policy of every other page, and without the internet.
 */
export function registerReference(app: Express, page: () => string | Promise<string>): void {
  let script: Promise<string> | undefined;
  app.get('/docs', async (_request, response) => {
    response.type('html').send(await page());
  });
  app.get('/docs/scalar.js', async (_request, response) => {
    script ??= readScript();
    response
      .type('text/javascript')
      .set('Cache-Control', 'public, max-age=3600')
      .send(await script);
  });
}

/**
 * Scalar's bundle for browsers. Of its packages this one alone carries the bundle without all the parts that it was
 * built from (28 packages instead of 284), inside its plugin; it is read when it is first asked for.
 */
async function readScript(): Promise<string> {
  const { default: plugin } = (await import('@scalar/fastify-api-reference')) as { readonly default: ReferencePlugin };
  const reply: ScriptReply = { header: () => reply, send: (content) => content };
  const scripts: string[] = [];
  const recorder: RouteRecorder = {
    route: ({ url, handler }) => {
      if (url.endsWith('.js')) scripts.push(String(handler({}, reply)));
    },
    hasPlugin: () => false,
    log: { warn: () => {} },
    initialConfig: {},
  };
  plugin(recorder, { routePrefix: '/docs', configuration: { url: '/openapi.json' } }, () => {});
  const [script] = scripts;
  if (!script) throw new Error('@scalar/fastify-api-reference has no script any more');
  return script;
}
