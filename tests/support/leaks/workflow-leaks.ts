import type { Client } from '@temporalio/client';
import type { TextSearch } from './text-search.js';

const AT_ONCE = 8;

/** Where a test's engine keeps its workflows. */
export interface WorkflowPlace {
  readonly client: Client;
  readonly namespace: string;
  readonly taskQueue: string;
}

/**
 * What is found in the workflows of a task queue, as the engine stores them: inputs, results, failures, memos, search
 * attributes, summaries. Nothing is decoded: what was not sealed stands there for everybody who can open the engine's page.
 */
export async function leaksOfWorkflows(search: TextSearch, place: WorkflowPlace): Promise<readonly string[]> {
  const { client, namespace, taskQueue } = place;
  const service = client.workflowService;
  const leaks: string[] = [];
  const look = (where: string, stored: unknown) => {
    for (const text of textsOf(stored)) for (const found of search.find(text)) leaks.push(`${where}: ${found}`);
  };
  const runs = await pagesOf(async (page) => {
    const answer = await service.listWorkflowExecutions({ namespace, query: `TaskQueue = "${taskQueue}"`, ...page });
    return { items: answer.executions ?? [], next: answer.nextPageToken };
  });
  const searchNext = async () => {
    for (let run = runs.pop(); run; run = runs.pop()) {
      const [kind, execution] = [run.type?.name ?? 'a workflow', run.execution ?? null];
      look(`list of workflows, ${kind}`, run);
      const events = await pagesOf(async (page) => {
        const answer = await service.getWorkflowExecutionHistory({ namespace, execution, ...page });
        return { items: answer.history?.events ?? [], next: answer.nextPageToken };
      });
      for (const event of events) look(`history of ${kind}, event ${event.eventId} of type ${event.eventType}`, event);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, searchNext));
  return leaks;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: Uint8Array | null | undefined;
}

async function pagesOf<T>(read: (page: { readonly nextPageToken?: Uint8Array }) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let page = await read({});
  items.push(...page.items);
  while (page.next && page.next.length > 0) {
    page = await read({ nextPageToken: page.next });
    items.push(...page.items);
  }
  return items;
}

function textsOf(value: unknown): readonly (string | Uint8Array)[] {
  if (typeof value === 'string' || value instanceof Uint8Array) return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(textsOf);
}
