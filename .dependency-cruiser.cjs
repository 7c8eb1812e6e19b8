// Who may import whom: the table of docs/README.md as rules. A new room, or a package in another room, is a
// decision: change the table and this file together. tests/architecture/import-rules.test.ts proves that they fire.

/** An npm package, or its types. */
const npm = (...names) => `^node_modules/(@types/)?(${names.join('|')})/`;
const room = (...names) => `^src/(${names.join('|')})/`;
const PORTS = '^src/adapters/[^/]+/port[.]ts$';
/** Names and limits that workflows and the adapter of Temporal share. */
const SHARED_WITH_ENGINE =
  '^src/workflows/support/(search-attributes|request-id-key|local-step-timing|late|document-queue)[.]ts$';
const CONTRACTS = '^src/workflows/[^/]+/contract[.]ts$';
/** What does zone arithmetic; the wall clock alone needs a package for it. */
const ZONES = '^src/domain/(wall-clock|periods|scheduling/slots)[.]ts$';
const WALL_CLOCK = '^src/domain/wall-clock[.]ts$';
const PHONES = '^src/domain/phone[.]ts$';
/** Rooms whose folders are contexts. */
const CONTEXT_ROOMS = '^src/(?:domain|usecases|api|models/repositories|models/tables)';
/** A file of a context, whose name is captured: of such a room, or of `src/activities`, where a context is one file. */
const OF_A_CONTEXT = `(?:${CONTEXT_ROOMS}/(?=[^/]+/)|^src/activities/(?=[^/]+$))([^/.]+)`;
/** What all contexts of a room share: it belongs to none. */
const SHARED = ['^src/api/(http|generated)/', '^src/usecases/idempotency/', '^src/usecases/long-steps/'];
const node = (...names) => `^(${names.join('|')})$`;

/** A room may import what is listed and nothing else. */
const only = (name, from, allowed, comment) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment,
  from,
  to: { pathNot: allowed },
});

/** The same for a room that may use all of Node. */
const onlyWithNode = (name, from, allowed, comment) => {
  const rule = only(name, from, allowed, comment);
  return { ...rule, to: { ...rule.to, dependencyTypesNot: ['core'] } };
};

/** What the reference client is made of. */
const OF_THE_CLIENT = [
  'preact',
  '@preact/signals',
  'preact-iso',
  'openapi-fetch',
  'socket.io-client',
  '@fontsource-variable/inter',
];

/** What each adapter talks through. */
const SDK = {
  'document-maker': [],
  documents: ['aws4fetch'],
  downloads: [],
  email: ['nodemailer'],
  openid: ['openid-client'],
  passwords: ['@node-rs/argon2', '@zxcvbn-ts/language-common'],
  payments: ['stripe'],
  pdf: ['pdfkit', 'harfbuzzjs', 'bidi-js', 'qrcode'],
  registers: [],
  scanner: [],
  'second-factors': ['otplib', 'qrcode'],
  signing: ['@libpdf/core', '@peculiar/x509', 'jose', 'pkijs', 'reflect-metadata'],
  sms: [],
  spreadsheets: ['hucre'],
  templates: ['handlebars'],
  temporal: ['@temporalio/(client|worker|common|proto)'],
  tokens: ['jose'],
  transcripts: [],
  uploads: ['@libpdf/core', 'file-type', 'sharp'],
};

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle of files cannot be read, tested or moved one by one. Types count too.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'contexts-meet-in-public',
      severity: 'error',
      comment:
        'A context imports another one only by its public.ts, a list of names: what is not in it can be changed by who knows the context.',
      from: {
        path: OF_A_CONTEXT,
        pathNot: ['^src/activities/(index|failures|requested)[.]ts$'],
      },
      to: { path: `${CONTEXT_ROOMS}/[^/]+/`, pathNot: [`${CONTEXT_ROOMS}/$1/`, '/public[.]ts$', ...SHARED] },
    },
    {
      name: 'product-needs-no-development-package',
      severity: 'error',
      comment: 'The image holds neither development packages nor packages that package.json does not name.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-never-imports-its-tools',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(sandbox|tools|tests|client)/' },
    },
    onlyWithNode(
      'sandbox',
      { path: '^sandbox/', pathNot: '[.]test[.]ts$' },
      ['^sandbox/', npm('express', 'handlebars', 'stripe', 'zod', '@fontsource-variable/inter')],
      'A program of its own, which stands in for the providers: it knows nothing of what it is used for.',
    ),
    only(
      'client',
      { path: '^client/(src|worker|generated)/' },
      ['^client/', '^brand/', npm(...OF_THE_CLIENT)],
      'It knows the public API and nothing of the product: whoever reads it can write another.',
    ),
    {
      name: 'build-of-the-client-stays-apart',
      severity: 'error',
      from: { path: '^client/[^/]+$' },
      to: { path: '^(src|sandbox|tools|tests)/' },
    },
    onlyWithNode(
      'tests-of-the-sandbox',
      { path: '^sandbox/.+[.]test[.]ts$' },
      ['^sandbox/', npm('stripe', 'typescript')],
      'They prove the sandbox alone; what the product does with it stands in tests/.',
    ),
    {
      name: 'tools-share-through-the-rig',
      severity: 'error',
      comment: 'What two of these programs need stands in the rig or the launcher.',
      from: { path: '^tools/(chaos|simulate|soak|bench|journey|fuzz|checks)/' },
      to: { path: '^tools/(chaos|simulate|soak|bench|journey|fuzz|checks)/', pathNot: '^tools/$1/' },
    },
    {
      name: 'launcher-needs-nothing-installed',
      severity: 'error',
      comment: 'It may be what installs everything else. An import() after the set-up is fine.',
      from: { path: '^tools/.+[.]mjs$', pathNot: '^tools/checks/' },
      to: { dependencyTypesNot: ['core', 'dynamic-import'], pathNot: '^tools/.+[.]mjs$' },
    },

    only(
      'domain',
      { path: '^src/domain/', pathNot: [WALL_CLOCK, PHONES] },
      [room('domain')],
      'Pure rules: no I/O, clock or package.',
    ),
    only('zones', { path: WALL_CLOCK }, [room('domain'), npm('luxon')], 'Zone data of all places.'),
    only('phones', { path: PHONES }, [room('domain'), npm('libphonenumber-js')], 'Numbering plans of all countries.'),
    {
      name: 'zones-stay-apart',
      severity: 'error',
      comment: 'Zone data differ between Node versions: nothing that a workflow may load imports them.',
      from: { path: room('domain', 'workflows'), pathNot: ZONES },
      to: { path: ZONES, dependencyTypesNot: ['type-only'] },
    },
    only(
      'workflows',
      { path: '^src/workflows/' },
      [room('workflows', 'domain', 'activities'), npm('@temporalio/workflow', '@temporalio/common')],
      'Deterministic code, because it is replayed: nothing of Node.',
    ),
    {
      name: 'workflows-know-activities-by-type',
      severity: 'error',
      from: { path: '^src/workflows/' },
      to: { path: '^src/activities/', dependencyTypesNot: ['type-only'] },
    },
    only(
      'config',
      { path: '^src/config/' },
      [room('config'), npm('zod'), node('crypto', 'fs')],
      'The only reader of the environment; fs is for .env.',
    ),
    onlyWithNode('observability', { path: '^src/observability/' }, [room('observability', 'config'), npm('winston')]),
    onlyWithNode('models', { path: '^src/models/' }, [
      room('models', 'domain', 'config', 'observability'),
      npm('pg', 'pg-copy-streams', 'sequelize', 'umzug'),
    ]),
    ...Object.entries(SDK).map(([name, packages]) =>
      onlyWithNode(`adapter-${name}`, { path: `^src/adapters/${name}/` }, [
        room('domain', 'config', 'observability', `adapters/${name}`),
        ...(packages.length > 0 ? [npm(...packages)] : []),
        ...(name === 'temporal' ? [CONTRACTS, SHARED_WITH_ENGINE] : []),
        // What its threads do is what these two can.
        ...(name === 'document-maker' ? [room('adapters/pdf', 'adapters/signing')] : []),
      ]),
    ),
    onlyWithNode(
      'adapter',
      { path: '^src/adapters/', pathNot: `^src/adapters/(${Object.keys(SDK).join('|')})/` },
      [room('domain', 'config', 'observability')],
      'A new adapter names its SDK above.',
    ),
    only(
      'usecases',
      { path: '^src/usecases/' },
      [
        room('usecases', 'domain', 'observability', 'models/repositories'),
        '^src/models/scope[.]ts$',
        PORTS,
        npm('lru-cache'),
        node('crypto', 'timers/promises'),
      ],
      'The outside world is reached through ports and repositories.',
    ),
    {
      name: 'payments-know-no-appointments',
      severity: 'error',
      comment: 'Money hangs on orders: what an order is for implements the port src/usecases/payments/payable.ts.',
      from: { path: '^src/(domain|usecases)/payments/' },
      to: { path: '^src/(domain|usecases|models/tables|models/repositories)/(appointments|scheduling)/' },
    },
    only('activities', { path: '^src/activities/' }, [
      room('activities', 'usecases', 'domain'),
      PORTS,
      CONTRACTS,
      npm('@temporalio/activity', '@temporalio/common'),
    ]),
    {
      name: 'activities-know-contracts-by-type',
      severity: 'error',
      from: { path: '^src/activities/' },
      to: { path: CONTRACTS, dependencyTypesNot: ['type-only'] },
    },
    onlyWithNode(
      'api',
      { path: '^src/api/' },
      [
        room('api', 'usecases', 'domain', 'observability', 'config'),
        npm(
          'express',
          '@tsoa/runtime',
          'cookie',
          'helmet',
          'ipaddr.js',
          'multer',
          'prom-client',
          'rate-limiter-flexible',
          '@scalar/fastify-api-reference',
        ),
      ],
      'An entrance holds no rules: never models, never adapters.',
    ),
    onlyWithNode(
      'realtime',
      { path: '^src/realtime/' },
      [
        room('realtime', 'usecases', 'domain', 'observability', 'config'),
        npm('socket.io', '@socket.io/postgres-adapter', '@socket.io/redis-adapter', 'redis', 'rate-limiter-flexible'),
      ],
      'An entrance beside the API, of which it knows nothing: what both show alike is handed to it.',
    ),
    {
      name: 'every-room-has-its-rule',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: room(
          'domain',
          'workflows',
          'config',
          'observability',
          'models',
          'adapters',
          'usecases',
          'activities',
          'api',
          'realtime',
          'composition',
          'cli',
        ),
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(src/api/generated|client/generated|dist|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Types are dependencies of the reader too.
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
