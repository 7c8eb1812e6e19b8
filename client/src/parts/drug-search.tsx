// What there is to prescribe, by name, brand or ingredient: the clinic's formulary, and under it the suppliers' catalogue.
import { useState } from 'preact/hooks';
import { answerOf, api, type Drug, Refusal } from '../api.js';
import type { ChosenProduct } from '../prescribing.js';
import { Field, Form } from './form.js';
import { Button, List, Loaded, useLoad } from './page.js';
import { DrugTags, LookAlikes } from './prescribed-item.js';

const SHOWN = 20;
const MATCHES: Readonly<Record<string, string>> = {
  synonym: 'Found by another name',
  similar: 'Spelt nearly so: is it this one?',
};

interface SearchProps {
  readonly chooseDrug: (drug: Drug) => void;
  readonly chooseProduct: (product: ChosenProduct) => void;
}

export function PrescribingSearch({ chooseDrug, chooseProduct }: SearchProps) {
  const [found, setFound] = useState<readonly Drug[] | null>(null);
  const [words, setWords] = useState('');
  // What was found gives way to what was chosen of it.
  const chosen = (choose: () => void) => {
    setFound(null);
    choose();
  };
  return (
    <section class="card search">
      <Form
        action="Search"
        submit={async ({ search = '' }) => {
          setFound(await answerOf(api.GET('/api/v1/drugs', { params: { query: { search, limit: SHOWN } } })));
          setWords(search);
        }}
      >
        <Field
          name="search"
          label="Medicine to prescribe"
          hint="Name, brand or ingredient."
          autocomplete="off"
          required
        />
      </Form>
      <div role="status">{found && <p class="hidden">{found.length} found</p>}</div>
      {found && (
        <List of={found} empty={['search', 'No medicine is found', 'Try the ingredient, or fewer letters.']}>
          {(drug) => <FoundDrug drug={drug} choose={() => chosen(() => chooseDrug(drug))} />}
        </List>
      )}
      {found && <SuppliersProducts search={words} choose={(one) => chosen(() => chooseProduct(one))} />}
    </section>
  );
}

/** Fetched by who looks for something: the medicines are there without it. */
function SuppliersProducts(wanted: { search: string; choose: SearchProps['chooseProduct'] }) {
  const catalogue = useLoad(async () => {
    return import('./catalogue/prescribed-product.js').catch(() => {
      throw new Refusal('unreachable', 'The suppliers’ catalogue could not be fetched.');
    });
  }, []);
  return <Loaded of={catalogue}>{({ FoundProducts }) => <FoundProducts key={wanted.search} {...wanted} />}</Loaded>;
}

function FoundDrug({ drug, choose }: { readonly drug: Drug; readonly choose: () => void }) {
  const { display_name: name, brand_name: brand, manufacturer, match, schedule } = drug;
  return (
    <div class="row">
      <span>
        <strong>{name}</strong>
        <small>{[brand, manufacturer, MATCHES[match ?? '']].filter(Boolean).join(' · ')}</small>
        <LookAlikes drug={drug} />
      </span>
      <DrugTags drug={drug} />
      {schedule !== null && (
        <Button aria-label={`Prescribe ${name}`} onClick={choose}>
          Prescribe
        </Button>
      )}
    </div>
  );
}
