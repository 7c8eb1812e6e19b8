// The frame of the screens about suppliers' products, and what all of them show.

import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import type { SupplierProduct } from '../../catalogue/answers.js';
import { STOCKS, type Worded } from '../../catalogue/words.js';
import { user } from '../../session.js';
import { Screen } from '../page.js';
import '../../style/catalogue.css';

const READERS = [
  ['/app/catalogue', 'Products'],
  ['/app/catalogue/compare', 'Compare'],
] as const;
const MANAGERS = [
  ...READERS,
  ['/app/catalogue/imports', 'Price lists'],
  ['/app/catalogue/stock', 'Stock'],
  ['/app/catalogue/orders', 'Orders'],
] as const;

/** Whether the person sends lists in and orders; everybody else here reads. */
export const mayManage = () => ['admin', 'nurse'].includes(user.value?.role ?? '');

interface CatalogueScreenProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly back?: readonly [href: string, label: string];
  readonly aside?: ComponentChildren;
}

export function CatalogueScreen({ title, back, aside, children }: CatalogueScreenProps) {
  const { path } = useLocation();
  const links = mayManage() ? MANAGERS : READERS;
  return (
    <Screen title={title} {...(back ? { back } : {})} aside={aside}>
      {!back && (
        <nav class="tabs" aria-label="Catalogue">
          {links.map(([href, label]) => (
            <a key={href} href={href} aria-current={path === href ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
      )}
      <div class="part catalogue">{children}</div>
    </Screen>
  );
}

export function Tag({ of: [text, tone] }: { readonly of: Worded }) {
  return <span class={`tag ${tone}`}>{text}</span>;
}

export const StockTag = ({ of }: { readonly of: SupplierProduct['stock_status'] }) => <Tag of={STOCKS[of]} />;
