import { request as httpRequest } from 'node:http';
import { pipeline } from 'node:stream';
import type { RequestHandler } from 'express';
import { DomainError } from '../../domain/errors.js';
import { sendProblem } from '../http/problem.js';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];
const PATIENCE_MS = 15_000;

/**
 * Hands `/sandbox` on to the payment sandbox of this machine, byte for byte, so that one address serves the checkout
 * page too. Mounted before body parsing; only ever to loopback. @throws Error for any other target.
 */
export function sandboxForwarder(sandboxUrl: string): RequestHandler {
  const target = new URL(sandboxUrl);
  if (target.protocol !== 'http:' || !LOOPBACK.includes(target.hostname)) {
    throw new Error('SANDBOX_URL must be an http:// address of this machine.');
  }
  return (request, response) => {
    // Hop-by-hop members belong to one connection (RFC 9110 7.6.1).
    const { connection: _connection, 'keep-alive': _keepAlive, upgrade: _upgrade, ...headers } = request.headers;
    const onward = httpRequest(
      {
        host: target.hostname.replace(/^\[|\]$/g, ''),
        port: target.port,
        method: request.method,
        path: request.originalUrl,
        headers: { ...headers, 'x-forwarded-host': request.headers.host ?? '' },
        timeout: PATIENCE_MS,
      },
      (answer) => {
        const { connection: _c, 'keep-alive': _k, ...answerHeaders } = answer.headers;
        response.writeHead(answer.statusCode ?? 502, answerHeaders);
        // A connection that breaks half-way ends the answer: nobody is left to answer.
        pipeline(answer, response, () => undefined);
      },
    );
    onward.on('timeout', () => onward.destroy(new Error('the sandbox did not answer')));
    onward.on('error', () => {
      if (response.headersSent) response.destroy();
      else sendProblem(response, new DomainError('unavailable', 'The payment sandbox is out of reach.'));
    });
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  };
}
