import { addDays, localDay } from '../domain/days.js';
import { startOfDay } from '../domain/wall-clock.js';

/** A search of the Temporal UI that support staff open with one click. */
export interface StaffLink {
  readonly title: string;
  readonly text: string;
  readonly url: string;
}

/** Where the Temporal UI tells an appointment's history: its latest run, and from there all others. */
export function historyLink(uiUrl: string, namespace: string, workflowId: string): string {
  return `${listOf(uiUrl, namespace)}/${encodeURIComponent(workflowId)}`;
}

function listOf(uiUrl: string, namespace: string): string {
  return `${uiUrl.replace(/\/+$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows`;
}

/**
 * The searches that the runbook names, as links into the Temporal UI. `zone` is the clinic's, whose day "today" is; null,
 * when it could not be read, leaves today's link out.
 */
export function staffLinks(uiUrl: string, namespace: string, zone: string | null, now: Date): readonly StaffLink[] {
  const list = listOf(uiUrl, namespace);
  const search = (query: string) => `${list}?query=${encodeURIComponent(query)}`;
  return [
    {
      title: 'Needs a person',
      text: 'Everything that waits for somebody to decide',
      url: search('Attention IS NOT NULL AND ExecutionStatus = "Running"'),
    },
    ...(zone
      ? [{ title: 'Today', text: `Appointments that start today in ${zone}`, url: search(today(zone, now)) }]
      : []),
    {
      title: 'One appointment',
      text: 'Put its id between the quotes of the search',
      // The UI cuts a value at its first space.
      url: search('WorkflowId = "appointment-id"'),
    },
    {
      title: 'Open appointments',
      text: 'Without maintenance and reconciliation',
      url: search('WorkflowType = "appointment" AND ExecutionStatus = "Running"'),
    },
  ];
}

function today(zone: string, now: Date): string {
  const day = localDay(now, zone);
  const [from, to] = [startOfDay(day, zone), startOfDay(addDays(day, 1), zone)].map((at) => at.toISOString());
  return `WorkflowType = "appointment" AND StartsAt >= "${from}" AND StartsAt < "${to}"`;
}
