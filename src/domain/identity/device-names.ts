/**
 * What stands in a user agent, and what people call it; the first that fits counts. Browsers name their relatives for
 * compatibility (Edge says `Chrome` and `Safari`), so who borrows a name stands before its owner.
 */
const BROWSERS: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\b(Edg|EdgA|EdgiOS)\//, 'Edge'],
  [/\b(OPR|OPT)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ (Mobile\/\w+ )?Safari\//, 'Safari'],
];
/** An iPad and an Android phone name the systems that theirs come from. */
const SYSTEMS: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\b(Macintosh|Mac OS X)\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
];
/** `curl/8.5.0`, `node`: a program that is no browser gives its name, mostly with its version behind. */
const PROGRAM = /^([A-Za-z][\w.-]{0,39})(\/\d|$)/;

/**
 * A device as its person knows it again: `Firefox on Windows`, `Safari on iPhone`, `curl`. Made of what the client says of
 * itself and of nothing else, so it shows what a client claims and identifies no device. Null when it says nothing usable.
 */
export function deviceName(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const browser = firstOf(BROWSERS, userAgent);
  const system = firstOf(SYSTEMS, userAgent);
  if (browser && system) return `${browser} on ${system}`;
  const program = PROGRAM.exec(userAgent)?.[1] ?? null;
  return browser ?? system ?? (program === 'Mozilla' ? null : program);
}

function firstOf(signs: typeof BROWSERS, userAgent: string): string | null {
  return signs.find(([sign]) => sign.test(userAgent))?.[1] ?? null;
}
