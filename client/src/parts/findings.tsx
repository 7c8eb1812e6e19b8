// What the checks say of a prescription, and the doctor's answers to it.

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CheckFindings, ProblemAlert, Refusal } from '../api.js';
import { ACKNOWLEDGE, bySeverity, CHECKS, OVERRIDE, REASONS, SEVERITIES, STATES } from '../prescribing.js';
import { dateOf } from '../times.js';
import { Area } from './form.js';
import { Note } from './page.js';

/** Nothing is issued before the doctor has said why all the same. */
const INTERRUPTING = ['contraindicated', 'major'];
/** Nor before a word about what these did not know. */
const ACKNOWLEDGED = ['allergy', 'interaction'];
const KEPT = 'At least 10 characters. Kept in the record.';

interface FindingsProps {
  readonly found: CheckFindings;
  /** The names of the medicines, in their order. */
  readonly names: readonly string[];
  /** Whether nothing was changed since. */
  readonly isFresh: boolean;
  /** Keys of alerts that came up when it was to be issued. */
  readonly late: readonly string[];
}

export function Findings({ found, names, isFresh, late }: FindingsProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), [found]);
  const { checks, alerts } = found;
  return (
    <section class="part findings">
      <h2 ref={heading} tabIndex={-1}>
        {alerts.length === 0 ? 'Checked' : `${alerts.length} ${alerts.length === 1 ? 'alert' : 'alerts'}`}
      </h2>
      {!isFresh && <Note tone="warn">Something was changed since: check it again before you issue it.</Note>}
      {bySeverity(alerts).map((alert) => (
        <AlertCard
          key={alert.key}
          {...{ alert, isFresh }}
          of={names[alert.item] ?? ''}
          isLate={late.includes(alert.key)}
        />
      ))}
      <div class="card">
        <ul class="checks">
          {CHECKS.map(([check, label]) => {
            const { state, reasons } = checks[check];
            return (
              <li key={check}>
                <strong>{label}</strong>
                <span class={`tag ${STATES[state][1]}`}>{STATES[state][0]}</span>
                {reasons.map((reason) => (
                  <p class="hint" key={reason}>
                    {REASONS[reason] ?? reason}
                  </p>
                ))}
                {ACKNOWLEDGED.includes(check) && reasons.length > 0 && (
                  <Why
                    name={`${ACKNOWLEDGE}${check}`}
                    label={`What you know all the same: ${label}`}
                    isFresh={isFresh}
                  />
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}

type AlertCardProps = { alert: ProblemAlert; of: string; isLate: boolean; isFresh: boolean };

function AlertCard({ alert, of, isLate, isFresh }: AlertCardProps) {
  const { key, severity, title, advice, source, as_of: asOf, with: other } = alert;
  const [text, tone] = SEVERITIES[severity];
  return (
    <article class={`card found ${tone}`}>
      <header class="head">
        <h3>{title}</h3>
        <span class="tags">
          {isLate && <span class="tag warn">New</span>}
          <span class={`tag ${tone}`}>{text}</span>
        </span>
      </header>
      <p class="hint">{[of, other].filter(Boolean).join(' with ')}</p>
      <p>{advice}</p>
      <p class="hint">
        Source: {source}, {dateOf(asOf, 'UTC')}
      </p>
      {INTERRUPTING.includes(severity) && (
        <Why name={`${OVERRIDE}${key}`} label={`Why you prescribe it all the same: ${title}`} isFresh={isFresh} />
      )}
    </article>
  );
}

function Why({ isFresh, ...field }: { name: string; label: string; isFresh: boolean }) {
  return <Area {...field} hint={KEPT} minLength={10} maxLength={1000} required={isFresh} />;
}

/** Why the law, or the doctor's standing, refuses a prescription: every rule at once, each with whose word it is. */
export function Rules({ refusal }: { readonly refusal: Refusal }) {
  const rules = (refusal.more.rules ?? []) as readonly { rule: string; message: string; source: string }[];
  const fields = rules.length === 0 ? Object.values(refusal.fields) : [];
  if (rules.length + fields.length === 0) return null;
  return (
    <div role="alert">
      <ul class="rules">
        {rules.map(({ rule, message, source }) => (
          <li key={`${rule}${message}`}>
            <strong>{message}</strong>
            <small>Source: {source}</small>
          </li>
        ))}
        {fields.map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </div>
  );
}
