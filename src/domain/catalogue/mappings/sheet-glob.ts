/** Whether a name matches a pattern, in which `*` is any text and `?` any character, upper and lower case alike. */
export function matchesGlob(name: string, pattern: string): boolean {
  const [text, glob] = [name.trim().toLowerCase(), pattern.trim().toLowerCase()];
  let at = 0;
  let star = -1;
  let resumed = 0;
  let of = 0;
  while (at < text.length) {
    if (glob[of] === '*') {
      star = of;
      resumed = at;
      of += 1;
    } else if (of < glob.length && (glob[of] === '?' || glob[of] === text[at])) {
      at += 1;
      of += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      resumed += 1;
      at = resumed;
      of = star + 1;
    } else return false;
  }
  return glob.slice(of).replaceAll('*', '') === '';
}
