import assert from 'node:assert/strict';
import { supplierImportWorkflowId } from '../../src/domain/ids.js';
import { ImportOffice } from '../support/catalogue/import-office.js';
import { priceList, productRows } from '../support/catalogue/made-lists.js';
import { SourceOffice } from '../support/catalogue/source-office.js';
import { type ApiClient, until } from '../support/client.js';
import { SupplierServer } from '../support/downloads/supplier-server.js';
import { Stage } from '../support/stage.js';

/** A clinic that imports price lists, and a supplier that has one to be fetched. */
export class ListDesk {
  private constructor(
    readonly stage: Stage,
    readonly server: SupplierServer,
    readonly admin: ApiClient,
  ) {}

  static async open(env: Readonly<Record<string, string>>): Promise<ListDesk> {
    const server = await SupplierServer.start();
    const stage = await Stage.open({ ...env, SUPPLIER_PULL_ALLOW: `127.0.0.1:${server.port}` });
    return new ListDesk(stage, server, await stage.signIn('admin'));
  }

  get lists(): ImportOffice {
    return new ImportOffice(this.admin);
  }

  async close(): Promise<void> {
    await this.stage.close();
    await this.server.stop();
  }
}

/** What becomes of price lists. Each lives one, and gives the id of its workflow, which has closed then. */
export const IMPORTED: Readonly<Record<string, (desk: ListDesk) => Promise<string>>> = {
  async 'price-list-taken-back'(desk) {
    const { id } = await desk.lists.applied(priceList(productRows(3)), { supplier: 'alma' });
    await desk.lists.undone(id);
    return closed(desk, id);
  },
  async 'price-list-held-and-cancelled'(desk) {
    const of = { supplier: 'medreleaf' };
    await desk.lists.applied(priceList(productRows(10)), of);
    const { id, held_by: holds } = await desk.lists.previewed(priceList(productRows(2)), { ...of, mode: 'apply' });
    assert.equal(holds[0]?.code, 'many_deactivated');
    assert.equal((await desk.lists.decide(id, 'cancel')).status, 202);
    return closed(desk, id);
  },
  async 'price-list-decided-in-the-ui'(desk) {
    const { id } = await desk.lists.previewed(priceList(productRows(3)), { supplier: 'phytoca' });
    const handle = desk.stage.clinic.core.client.workflow.getHandle(supplierImportWorkflowId(id));
    await handle.executeUpdate('apply', { args: [{ by: 'Robin' }] });
    await desk.lists.settled(id, ['applied']);
    await handle.executeUpdate('undo', { args: [{ by: 'Robin', reason: 'The wrong file' }] });
    await desk.lists.settled(id, ['undone']);
    return closed(desk, id);
  },
  async 'price-list-refused'(desk) {
    const id = await desk.lists.send(new Blob(['Fruit,Colour\nApple,red\n']));
    await desk.lists.settled(id, ['failed']);
    return closed(desk, id);
  },
  async 'price-list-fetched'({ stage, server, admin }) {
    const list = Buffer.from(await priceList(productRows(3)).arrayBuffer());
    server.answer = (_, response) => response.writeHead(200, { 'content-type': 'text/csv' }).end(list);
    const sources = new SourceOffice(admin);
    await sources.kept('botanitech', { url: server.url('/list.csv') });
    assert.equal((await sources.run('botanitech')).result, 'imported');
    const query = `WorkflowType = "supplierPull" AND ExecutionStatus = "Completed"`;
    return until('the engine lists the run', async () => {
      for await (const { workflowId } of stage.clinic.core.client.workflow.list({ query })) return workflowId;
      return null;
    });
  },
};

async function closed({ stage }: ListDesk, importId: string): Promise<string> {
  const workflowId = supplierImportWorkflowId(importId);
  await stage.clinic.core.client.workflow.getHandle(workflowId).result();
  return workflowId;
}
