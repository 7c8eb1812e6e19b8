/** A search of the Temporal UI that support staff open with one click. */
export interface StaffLink {
  readonly title: string;
  readonly text: string;
  readonly url: string;
}

/** The searches that the runbook names, as links into the Temporal UI. */
export function staffLinks(uiUrl: string, namespace: string): readonly StaffLink[] {
  const list = `${uiUrl.replace(/\/+$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows`;
  const search = (query: string) => `${list}?query=${encodeURIComponent(query)}`;
  return [
    {
      title: 'Needs a person',
      text: 'Everything that waits for somebody to decide',
      url: search('Attention IS NOT NULL AND ExecutionStatus = "Running"'),
    },
    {
      title: 'Open appointments',
      text: 'Every appointment whose workflow is running',
      url: search('WorkflowType = "appointment" AND ExecutionStatus = "Running"'),
    },
  ];
}
