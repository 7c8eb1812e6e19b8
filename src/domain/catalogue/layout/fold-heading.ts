/** A heading as it is compared: without blanks, line breaks, marks and case. `THC (mg/mL)` is `thcmgml`. */
export function foldHeading(heading: string): string {
  const plain = /^[ -~]*$/.test(heading) ? heading : heading.normalize('NFKD');
  return plain.toLowerCase().replaceAll(/[^\p{L}\p{N}%]/gu, '');
}
