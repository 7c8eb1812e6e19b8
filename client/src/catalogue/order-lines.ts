// Lines of an order that is going to be made, in the address of the form for it: whatever leads there says what is ordered.

/** How many packs of which product. */
export type OrderLine = readonly [product: string, quantity: number];

/** What is suggested for several products may be one product: an order has each once. */
export function orderPath(supplier: string, lines: readonly OrderLine[]): string {
  const packs = new Map<string, number>();
  for (const [product, quantity] of lines) packs.set(product, (packs.get(product) ?? 0) + quantity);
  const said = [...packs].map((line) => line.join(':')).join(',');
  return `/app/catalogue/orders/new?${new URLSearchParams({ supplier, lines: said })}`;
}

export function linesOf(said = ''): readonly OrderLine[] {
  return said.split(',').flatMap((one) => {
    const [product, quantity] = one.split(':');
    return product ? [[product, Number(quantity) || 1] as const] : [];
  });
}
