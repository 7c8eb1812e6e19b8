// House rules that no other tool knows. Run by `npm run lint`: prints what breaks them and ends with 1.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const MAX_LINES = 400;
const ROOMS = ['src', 'sandbox', 'tools', 'tests', 'client'];
const SKIPPED = /^(src\/api\/generated|client\/generated|tests\/fixtures|tests\/replay\/histories)\//;
const CODE = /\.(ts|tsx|mts|cts|js|mjs|cjs)$/;
const BARRELS = ['src/workflows/index.ts', 'src/activities/index.ts'];

interface House {
  readonly name: string;
  /** Which files it looks at. */
  readonly at: RegExp;
  /** What is wrong with this file, or null. */
  readonly wrong: (path: string, text: string) => string | null;
}

const finds = (pattern: RegExp, sentence: string) => (_path: string, text: string) => {
  const line = text.split('\n').findIndex((one) => pattern.test(one) && !/^\s*(\/\/|\*|\/\*)/.test(one));
  return line < 0 ? null : `line ${line + 1}: ${sentence}`;
};

const RULES: readonly House[] = [
  {
    name: 'file-size',
    at: CODE,
    wrong: (_path, text) => {
      const lines = text.split('\n').length - 1;
      return lines > MAX_LINES ? `${lines} lines, at most ${MAX_LINES}: it has more than one idea` : null;
    },
  },
  {
    name: 'file-name',
    at: /./,
    wrong: (path) => (/^\.?[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(basename(path)) ? null : 'names are in kebab-case'),
  },
  {
    name: 'no-junk-drawer',
    at: /(^|\/)(utils?|helpers?|misc|common)(\/|\.[a-z]+$)/,
    wrong: () => 'say what it does: no utils, helpers, misc or common',
  },
  {
    name: 'no-barrel',
    at: /(^|\/)index\.ts$/,
    wrong: (path) => (BARRELS.includes(path) ? null : 'import from the file itself'),
  },
  {
    name: 'environment',
    at: /^src\/(?!config\/|observability\/fail-points\.ts$).*\.ts$/,
    wrong: finds(/process\.env\b/, 'only src/config reads the environment'),
  },
  {
    name: 'pure-domain',
    at: /^src\/domain\/.*\.ts$/,
    wrong: finds(/Date\.now\(|new Date\(\)|Math\.random\(|randomUUID\(/, 'time and ids come in as arguments'),
  },
  {
    name: 'outgoing',
    at: /^src\/(?!adapters\/(downloads|email|passwords|payments|temporal|documents|scanner|signing|identity)\/|api\/payments\/sandbox-forwarder\.ts$|composition\/operations\.ts$|models\/).*\.ts$/,
    wrong: finds(
      /\bfetch\(|\b(connect|request)\b.* from 'node:(http|https|net|tls|http2)'/,
      'only an adapter calls out, to an address of the settings (docs/security/threat-model.md)',
    ),
  },
  {
    name: 'named-body',
    at: /^src\/api\/.*\.ts$/,
    wrong: finds(/@(Body|Queries)\(\) \{/, 'give the parameter a name: a refusal would call its fields `.field`'),
  },
  {
    name: 'no-redirect',
    at: /^src\/.*\.ts$/,
    wrong: (_path, text) =>
      /\bfetch\(/.test(text) && !/redirect: '(error|manual)'/.test(text)
        ? "a call follows no redirect: redirect: 'error'"
        : null,
  },
  {
    name: 'plain-models',
    at: /^src\/models\/.*\.ts$/,
    wrong: finds(
      /\.(sync|save|destroy|reload|upsert|findOrCreate|findCreateFind|findOrBuild|addHook|before\w+|after\w+|hasMany|hasOne|belongsTo\w*)\(|\binclude:/,
      'a model describes a table and makes one statement: no sync, instances, hooks or associations',
    ),
  },
  {
    name: 'no-polling-timer',
    // The one exception renews a lease while its own request runs.
    at: /^src\/(?!usecases\/idempotency\/answer-once\.ts$).*\.ts$/,
    wrong: finds(/\bsetInterval\(/, 'what waits or repeats is a workflow or a Schedule'),
  },
  {
    name: 'no-foreign-document',
    at: /^(src|tools|sandbox)\/(?!checks\/house).*\.ts$/,
    wrong: (_path, text) => {
      const line = text.split('\n').findIndex((one) => /\b(design|contract|layout) section \d/.test(one));
      return line < 0 ? null : `line ${line + 1}: it refers to a document that is not in the repository`;
    },
  },
  {
    name: 'no-focused-test',
    at: /\.test\.ts$/,
    wrong: finds(/\b(test|it|describe)\.only\(|\bonly: true\b/, 'the other tests of this file would not run'),
  },
];

/** Every broken rule below `root`, one line each. */
export function houseProblems(root: string): readonly string[] {
  const files = ROOMS.filter((room) => existsSync(join(root, room))).flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)),
  );
  return files
    .filter((path) => !SKIPPED.test(path) && statSync(join(root, path)).isFile())
    .sort()
    .flatMap((path) => {
      const rules = RULES.filter((rule) => rule.at.test(path));
      const text = CODE.test(path) ? readFileSync(join(root, path), 'utf8') : '';
      return rules.flatMap((rule) => {
        const wrong = rule.wrong(path, text);
        return wrong === null ? [] : [`${path}: ${rule.name}: ${wrong}`];
      });
    });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const problems = houseProblems(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
