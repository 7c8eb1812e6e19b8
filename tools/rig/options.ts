import { parseArgs } from 'node:util';

/** The numbers that a command may be given, each with its default and what it is, as the usage says it. */
export type OptionSpec = Readonly<Record<string, readonly [fallback: number, what: string]>>;

/** What a command was given. */
export type OptionsOf<Spec extends OptionSpec> = { readonly [Name in keyof Spec]: number } & {
  /** Kept afterwards when it was named; otherwise a temporary one, kept only after a violation. */
  readonly dataDir: string | undefined;
  /** Where the report is written as JSON. */
  readonly report: string | undefined;
};

const flagOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function usageOf(command: string, spec: OptionSpec): string {
  const numbers = Object.entries(spec).map(([name, [fallback, what]]) => [
    `${flagOf(name)} <n>`,
    `${what} (${fallback})`,
  ]);
  const places = [
    ['data-dir <dir>', 'where the installation lives; kept afterwards'],
    ['report <file>', 'also write the report as JSON'],
  ];
  const lines = [...numbers, ...places].map(([flag = '', what]) => `  --${flag.padEnd(15)} ${what}`);
  return [`npm run ${command} -- [options]`, ...lines].join('\n');
}

/** Reads a command line. @throws Error with the usage */
export function readOptions<Spec extends OptionSpec>(
  command: string,
  spec: Spec,
  args: readonly string[],
): OptionsOf<Spec> {
  const flags = [...Object.keys(spec).map(flagOf), 'data-dir', 'report'];
  try {
    const options = Object.fromEntries(flags.map((flag) => [flag, { type: 'string' } as const]));
    const { values } = parseArgs({ args: [...args], options });
    const numbers = Object.entries(spec).map(([name, [fallback]]) => {
      const text = values[flagOf(name)] ?? `${fallback}`;
      if (!/^\d{1,9}$/.test(text)) throw new Error(`--${flagOf(name)} must be a whole number`);
      return [name, Number(text)];
    });
    return { ...Object.fromEntries(numbers), dataDir: values['data-dir'], report: values.report };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usageOf(command, spec)}`);
  }
}
