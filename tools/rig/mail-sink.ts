import { type AddressInfo, createServer } from 'node:net';

/** A mail server that takes everything and keeps nothing: mail is somebody else's machine in production. */
export interface MailSink {
  readonly url: string;
  readonly taken: () => number;
  stop(): Promise<void>;
}

export async function startMailSink(): Promise<MailSink> {
  let taken = 0;
  const server = createServer((socket) => {
    let inBody = false;
    let rest = '';
    const answer = (line: string): string => {
      if (inBody) {
        if (line !== '.') return '';
        inBody = false;
        taken += 1;
        return '250 kept\r\n';
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'DATA') inBody = true;
      if (verb === 'QUIT') return '221 bye\r\n';
      return inBody ? '354 go on\r\n' : '250 ok\r\n';
    };
    socket.setEncoding('latin1');
    socket.on('error', () => undefined); // a worker that ends keeps no manners
    socket.on('data', (chunk: string) => {
      const lines = `${rest}${chunk}`.split('\r\n');
      rest = lines.pop() ?? '';
      const answers = lines.map(answer).join('');
      if (answers !== '') socket.write(answers);
    });
    socket.write('220 sink\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => taken,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
