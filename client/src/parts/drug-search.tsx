// The clinic's formulary: what there is to prescribe, found by its name, its brand or an ingredient.
import { useState } from 'preact/hooks';
import { answerOf, api, type Drug } from '../api.js';
import { scheduleWords } from '../prescribing.js';
import { Field, Form } from './form.js';
import { Button, List } from './page.js';

const SHOWN = 20;
const MATCHES: Readonly<Record<string, string>> = {
  synonym: 'Found by another name',
  similar: 'Spelt nearly so: is it this one?',
};

export function DrugSearch({ choose }: { readonly choose: (drug: Drug) => void }) {
  const [found, setFound] = useState<readonly Drug[] | null>(null);
  const [words, setWords] = useState('');
  return (
    <section class="card search">
      <Form
        action="Search"
        submit={async ({ search = '' }) => {
          setWords(search);
          setFound(await answerOf(api.GET('/api/v1/drugs', { params: { query: { search, limit: SHOWN } } })));
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
        <List of={found} empty={['search', 'Nothing is found', 'Try the ingredient, or fewer letters.']}>
          {(drug) => (
            <FoundDrug
              drug={drug}
              choose={() => {
                setFound(null);
                choose(drug);
              }}
            />
          )}
        </List>
      )}
      {found && (
        // Beside what is being written, which would be lost on another screen.
        <a href={`/app/catalogue?${new URLSearchParams({ search: words })}`} target="_blank" rel="noopener">
          Look for it in the suppliers’ catalogue (another tab)
        </a>
      )}
    </section>
  );
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

export function DrugTags({ drug: { schedule, monitored } }: { readonly drug: Drug }) {
  return (
    <span class="tags">
      <span class={`tag ${schedule === 'S8' || schedule === null ? 'warn' : 'plain'}`}>{scheduleWords(schedule)}</span>
      {monitored && <span class="tag warn">Monitored</span>}
    </span>
  );
}

export function LookAlikes({ drug: { confusable_with: others } }: { readonly drug: Drug }) {
  if (others.length === 0) return null;
  return <small class="caution">Not to be mistaken for {others.join(', ')}</small>;
}
