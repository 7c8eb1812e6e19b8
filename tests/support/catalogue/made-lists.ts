/** A price list in the layout that every supplier's mapping understands. */
export function priceList(rows: readonly string[]): Blob {
  return new Blob([
    `${['product_code,product_name,strength,dose_form,pack,price,stock_quantity', ...rows].join('\n')}\n`,
  ]);
}

/** Products of such a list, each with its own code, price and stock. */
export function productRows(
  count: number,
  { first = 0, price = 10 }: { first?: number; price?: number } = {},
): string[] {
  return Array.from({ length: count }, (_, at) => {
    const number = first + at;
    return `P-${String(number).padStart(5, '0')},Product ${number},THC 10 mg/mL : CBD 15 mg/mL,oral liquid,30 mL,${price + (number % 90)}.50,${number % 40}`;
  });
}
