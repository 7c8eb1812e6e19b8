// Names and what stands for them; what is not known is left out.
import type { ComponentChildren } from 'preact';

export type Fact = readonly [name: string, value: ComponentChildren];

export function Facts({ of }: { readonly of: readonly Fact[] }) {
  return (
    <dl>
      {of.map(
        ([name, value]) =>
          (value || value === 0) && [<dt key={name}>{name}</dt>, <dd key={`${name}-value`}>{value}</dd>],
      )}
    </dl>
  );
}
