// Line breaks would reach mail headers and calendar lines; format characters alone show nothing.
const SEVERAL_LINES = /[\n\t\u2028\u2029]/;
const VISIBLE = /[^\s\p{Cf}]/u;

/** A person's name is one line in which there is something to see; what it is made of is theirs. */
export function isName(text: string): boolean {
  return VISIBLE.test(text) && !SEVERAL_LINES.test(text);
}
