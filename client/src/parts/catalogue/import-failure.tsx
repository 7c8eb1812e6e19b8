// Why nothing of a file can be used, and what to do about it.
import { save } from '../../api.js';
import type { SupplierImport } from '../../catalogue/answers.js';
import { Button, Facts } from '../page.js';

type Failure = NonNullable<SupplierImport['failure']>;

export function ImportFailure({ of }: { readonly of: Failure }) {
  const { message, hint, detected, row, recognised, layout } = of;
  return (
    <section class="card" aria-label="Why it cannot be used">
      <p class="wrong">{message}</p>
      <p>{hint}</p>
      <Facts
        of={[
          ['The file is', detected === 'unknown' ? null : detected?.toUpperCase()],
          ['Row', row],
          ['It looks like a list of', recognised],
          ['Sheet', layout?.sheet],
          ['Headings', layout?.headings.join(', ')],
        ]}
      />
      {layout && (
        <div class="actions">
          <Button onClick={() => saveMapping(layout.proposed)}>Download a mapping to start from</Button>
        </div>
      )}
    </section>
  );
}

function saveMapping(proposed: object): void {
  const href = URL.createObjectURL(new Blob([JSON.stringify(proposed, null, 2)], { type: 'application/json' }));
  save(href, 'mapping.json');
  URL.revokeObjectURL(href);
}
