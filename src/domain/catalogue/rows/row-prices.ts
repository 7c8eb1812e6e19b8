import type { ProductContent } from '../product.js';
import { readRetailPrice, readWholesalePrice } from '../reading/read-price.js';
import { readStock, type Stock, stockStatusOf } from '../reading/read-stock.js';
import type { RowCells } from './row-cells.js';

/** The wholesale price without GST, in cents; nothing where it is no price, which is noted. */
export function wholesalePriceMembers(cells: RowCells): Partial<ProductContent> {
  if (cells.broken('wholesale_price') !== null) return {};
  const { mapping, priceConflict } = cells.list;
  const { currency, priceBasis: basis } = mapping;
  const read = readWholesalePrice(cells.cell('wholesale_price'), { currency, basis });
  if (!('code' in read) && priceConflict === null) return { wholesalePrice: read.cents };
  cells.note(
    'wholesale_price',
    'code' in read ? read : (priceConflict ?? { code: 'price_invalid', why: 'unreadable' }),
  );
  return {};
}

/** The retail price as printed. A negative one, or one in another currency, makes doubtful what the whole row says. */
export function retailPriceMembers(cells: RowCells): Partial<ProductContent> {
  if (!cells.has('retail_price')) return {};
  const isBroken = cells.broken('retail_price') !== null;
  const read = readRetailPrice(cells.cell('retail_price'), cells.list.mapping.currency);
  if (read === null && !isBroken) return { retailPrice: null };
  if (read !== null && 'cents' in read) return { retailPrice: read.cents };
  const isError = read?.code === 'currency_conflict' || read?.why === 'retailNegative';
  cells.note('retail_price', read !== null && isError ? read : { code: 'retail_unreadable', why: 'is' });
  return isBroken ? {} : { retailPrice: null };
}

/**
 * What a row says of the supplier's stock, as a number, in words, or both. A list that has no column for the number leaves it as it was,
 * unless its words give one, or say that nothing is left.
 */
export function stockMembers(cells: RowCells): Partial<ProductContent> {
  if (!cells.has('stock_quantity') && !cells.has('availability')) return {};
  const [stock, availability] = [stockIn(cells, 'stock_quantity'), stockIn(cells, 'availability')];
  const stockQuantity = stock?.quantity ?? availability?.quantity ?? null;
  const stockStatus = stockStatusOf(stock, availability);
  const isCounted = cells.has('stock_quantity') || stockQuantity !== null || stockStatus === 'out_of_stock';
  return isCounted ? { stockQuantity, stockStatus } : { stockStatus };
}

function stockIn(cells: RowCells, field: 'stock_quantity' | 'availability'): Stock | null {
  if (cells.broken(field) !== null) {
    cells.note(field, { code: 'stock_unreadable', why: 'is' });
    return null;
  }
  const stock = readStock(cells.cell(field) || (cells.text(field) ?? ''), cells.list.mapping.stockWords);
  if (stock === null || !('code' in stock)) return stock;
  cells.note(field, stock);
  return null;
}
