const BETWEEN = /\s*[;\n|+]\s*|\s*,(?!\d{3}(?!\d))\s*|\s+[:&/]\s+|\s+(?:and|with)\s+/i;

/** The active ingredients that a text lists: `Paracetamol 500mg; Codeine 8mg` are two. None where nothing is said. */
export function ingredientsOf(text: string | null): readonly string[] {
  return (text ?? '')
    .split(BETWEEN)
    .map((ingredient) => ingredient.trim())
    .filter((ingredient) => ingredient !== '');
}
