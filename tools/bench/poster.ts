import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** Sends bodies to the API over connections that stay open, each with a key of its own. */
export class Poster {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly url: string) {}

  post(path: string, content: object, token: string): Promise<{ readonly status: number; readonly body: string }> {
    const body = JSON.stringify(content);
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'idempotency-key': randomUUID(),
      };
      const call = request(`${this.url}/api/v1/${path}`, { method: 'POST', agent: this.agent, headers });
      call.once('error', reject);
      call.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('error', reject);
        response.once('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      });
      call.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
