// What is said once for all of the medicines of a prescription that is being written.

import { useRef, useState } from 'preact/hooks';
import type { Draft } from '../api.js';
import { MODES } from './consultation.js';
import { Area, Choice, Field } from './form.js';

const SCHEMES = Object.entries({ private: 'Private', pbs: 'PBS', rpbs: 'RPBS' });
const MET = [['', 'Please choose'], ...MODES] as const;
const CHECK = 'monitoring_check';
const NOTHING: Partial<Draft> = {};

interface AboutProps {
  /** How they met, as far as it is recorded. */
  readonly mode: string | null;
  readonly isMonitored: boolean;
  readonly draft: Draft | null;
}

export function AboutPrescription({ mode, isMonitored, draft }: AboutProps) {
  const { consultation_mode: known, chat_only_reason: chatOnly, note_to_pharmacist: printed } = draft ?? NOTHING;
  const [met, setMet] = useState(mode ?? known ?? '');
  return (
    <section class="card" aria-label="About the prescription">
      <h2>About the prescription</h2>
      <div class="filters">
        <Choice name="scheme" label="Scheme" options={SCHEMES} defaultValue={draft?.scheme} />
        {mode === null && (
          <Choice
            {...{ name: 'consultation_mode', label: 'How you met', options: MET, defaultValue: known }}
            changed={setMet}
            required
          />
        )}
      </div>
      {met === 'chat' && <Area name="chat_only_reason" label="Why after nothing but a chat" defaultValue={chatOnly} />}
      {isMonitored && <Monitoring draft={draft} />}
      <Area
        name="note_to_pharmacist"
        label="Note to the pharmacist (optional)"
        hint="Printed."
        defaultValue={printed}
      />
      <Area name="notes" label="Notes (optional)" hint="For the record; never printed." defaultValue={draft?.notes} />
    </section>
  );
}

/** That a state's register of monitored medicines was looked at. */
function Monitoring({ draft }: Pick<AboutProps, 'draft'>) {
  const { monitoring_check: look, state_approval_number: permit } = draft ?? NOTHING;
  const at = useRef(minuteOf(look ? new Date(look.checked_at) : new Date()));
  return (
    <fieldset class="times">
      <legend>Register of monitored medicines</legend>
      <div class="form">
        <Field name={`${CHECK}.system`} label="Register" hint="Such as SafeScript NSW." defaultValue={look?.system} />
        <Field name={`${CHECK}.outcome`} label="What it said" defaultValue={look?.outcome} />
        <Field name={`${CHECK}.checked_at`} label="When you looked" type="datetime-local" defaultValue={at.current} />
        <Field name="state_approval_number" label="Permit of the state, if any" defaultValue={permit} />
      </div>
    </fieldset>
  );
}

/** On this device's clock, as an input takes it: `2026-12-01T10:30`. */
function minuteOf(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
