// A prescription is written, checked, answered for and issued, or kept as a draft: one form, whose button is the next step.

import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { answerOf, api, type CheckFindings, type Draft, newId, type PrescriptionBody, Refusal } from '../api.js';
import { ACKNOWLEDGE, answersOf, type Begun, OVERRIDE, type Prescribing, wishOf } from '../prescribing.js';
import { AboutPrescription } from './about-prescription.js';
import { PrescribingSearch } from './drug-search.js';
import { Findings, Rules } from './findings.js';
import { Form, type Values } from './form.js';
import { Button, Note, useAttempt, useRetries } from './page.js';
import { PrescribedItem } from './prescribed-item.js';
import { useFreshFactor } from './second-proof.js';

interface WritePrescriptionProps extends Prescribing {
  /** How they met, as far as it is recorded. */
  readonly mode: string | null;
  /** Another number whenever the patient's record has changed. */
  readonly record: number;
}

interface Found extends CheckFindings {
  readonly of: { readonly record: number; readonly changes: number };
}

export function WritePrescription({ patient, appointment, record, mode, draft, ...begun }: WritePrescriptionProps) {
  const { route } = useLocation();
  const [{ drugs, products }, setItems] = useState<Omit<Begun, 'draft'>>(begun);
  const [changes, setChanges] = useState(0);
  const [found, setFound] = useState<Found | null>(null);
  const [late, setLate] = useState<readonly string[]>([]);
  const proof = useFreshFactor();
  const kept = useKept(draft);
  const { attempt, problem } = useAttempt();
  /** What was found is about this: something that changes while a check is under way was not checked. */
  const of = { record, changes };
  const isFresh = found !== null && found.of.record === record && found.of.changes === changes;
  // Nobody says here whether a product is monitored; and what a draft has of a register is not lost.
  const mayBeMonitored = products.length > 0 || Boolean(draft?.monitoring_check ?? draft?.state_approval_number);
  const isMonitored = mayBeMonitored || drugs.some(({ drug }) => drug.monitored || drug.schedule === 'S8');
  const names = [...drugs.map(({ drug }) => drug.display_name), ...products.map(({ name }) => name)];
  const changed = () => setChanges((count) => count + 1);
  const wish = (values: Values) => wishOf(values, { patient, appointment, drugs, products, draft });

  function change(others: Partial<Begun>) {
    setItems({ drugs, products, ...others });
    changed();
  }
  async function check(values: Values) {
    const said = await answerOf(api.POST('/api/v1/prescriptions/checks', { body: wish(values) }));
    setFound({ ...said, of });
    setLate([]);
  }
  async function issue(values: Values) {
    try {
      const { id } = await proof.of(values, () => kept.issue(wish(values), answersOf(values)));
      route(`/app/prescriptions/${id}`, true);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'alerts_open') showLate(error);
      throw error;
    }
  }
  /** What came up between the check and the issue: the record has changed meanwhile. */
  function showLate({ more }: Refusal) {
    const { checks, alerts } = more as { checks: CheckFindings['checks']; alerts: CheckFindings['alerts'] };
    const known = found?.alerts.map(({ key }) => key);
    setLate(alerts.map(({ key }) => key).filter((key) => !known?.includes(key)));
    setFound({ checks, alerts, of });
  }
  const throwAway = () => kept.throwAway().then(() => route(`/app/appointments/${appointment}`, true));
  const step = isFresh ? issue : check;

  return (
    <div class="part">
      <PrescribingSearch
        chooseDrug={(drug) => change({ drugs: [...drugs, { key: newId(), drug }] })}
        chooseProduct={(product) => change({ products: [...products, product] })}
      />
      {names.length > 0 && (
        <div onInput={({ target }) => isOfPrescription(target) && changed()}>
          <Form
            action={isFresh ? 'Issue' : 'Check'}
            submit={(values) => (values.step === 'keep' ? kept.keep(wish(values)) : step(values))}
            explain={(refusal) => <Rules refusal={refusal} />}
            aside={
              <>
                <button type="submit" class="button quiet" name="step" value="keep" formNoValidate>
                  Keep as a draft
                </button>
                {kept.draft && <Button onClick={() => void attempt(throwAway)}>Throw the draft away</Button>}
              </>
            }
          >
            {drugs.map((chosen, at) => (
              <PrescribedItem
                key={chosen.key}
                chosen={chosen}
                at={`prescribed_drugs.${at}`}
                remove={() => change({ drugs: drugs.filter((one) => one !== chosen) })}
              />
            ))}
            {products.map((one, at) =>
              one.card(`prescribed_supplier_products.${at}`, () =>
                change({ products: products.filter((other) => other !== one) }),
              ),
            )}
            <AboutPrescription {...{ mode, draft, isMonitored }} />
            {found && <Findings {...{ found, isFresh, late, names }} />}
            {proof.field}
            {problem}
            <div role="status">{kept.said && <Note>{kept.said}</Note>}</div>
          </Form>
        </div>
      )}
    </div>
  );
}

/** Answers to the checks, and the code of a second factor, are not part of what was checked. */
function isOfPrescription(target: EventTarget | null): boolean {
  const name = target && 'name' in target ? String(target.name) : '';
  return !name.startsWith(OVERRIDE) && !name.startsWith(ACKNOWLEDGE) && name !== 'code';
}

type Answers = ReturnType<typeof answersOf>;
type Versioned = Pick<Draft, 'id' | 'version'>;

/** What the clinic has of what is written: nothing yet, or a draft in a version. */
function useKept(from: Draft | null) {
  const [draft, setDraft] = useState<Versioned | null>(from);
  const [said, setSaid] = useState('');
  /** The draft as it was kept last; null: as it was when it was opened. */
  const last = useRef<string | null>(null);
  const headersFor = useRetries();
  const create = (body: PrescriptionBody) =>
    answerOf(api.POST('/api/v1/prescriptions', { body, headers: headersFor(body) }));

  /** Puts this in the draft's place, where it is not what it says already. @throws Refusal */
  async function change(of: Versioned, body: PrescriptionBody): Promise<Versioned> {
    const wish = JSON.stringify(body);
    if (last.current === wish) return of;
    const how = { params: { path: { id: of.id } }, body: { ...body, version: of.version } };
    const changed = await answerOf(api.PATCH('/api/v1/prescriptions/{id}', how));
    last.current = wish;
    setDraft(changed);
    return changed;
  }
  return {
    draft,
    said,
    async keep(body: PrescriptionBody) {
      if (draft) await change(draft, body);
      else {
        setDraft(await create({ ...body, is_final: false }));
        last.current = JSON.stringify(body);
      }
      setSaid('Kept as a draft. Only you see it; it stands at the appointment.');
    },
    /** @throws Refusal, with what has to be answered or completed first */
    async issue(body: PrescriptionBody, answers: Answers) {
      setSaid('');
      if (draft) {
        const { id, version } = await change(draft, body);
        const how = { params: { path: { id } }, body: { version, ...answers } };
        return answerOf(api.POST('/api/v1/prescriptions/{id}/issue', how));
      }
      return create({ ...body, ...answers });
    },
    async throwAway() {
      if (!draft) return;
      const params = { path: { id: draft.id }, query: { version: draft.version } };
      await answerOf(api.DELETE('/api/v1/prescriptions/{id}', { params }));
    },
  };
}
