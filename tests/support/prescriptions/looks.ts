import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { SYSTEM } from '../../../src/domain/actor.js';
import type { Consultation, Surgery } from './surgery.js';

/** A prescription with what stands on its paper. */
export interface Paper {
  readonly id: string;
  readonly number: string;
  readonly code: string;
  readonly visit: Consultation;
}

export interface Look {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the wire carries.
  readonly result: any;
}

/** An address that nobody has looked from yet. */
export const anAddress = () => `198.51.${randomInt(256)}.${randomInt(1, 255)}`;

/** Looks prescriptions up as somebody without a login, each time from somewhere else. */
export class Looks {
  constructor(private readonly surgery: Surgery) {}

  /** Issued and brought to its patient, with its code. */
  async paper(visit: Consultation, body: object): Promise<Paper> {
    const asked = { patient: visit.patient.id, consultation_mode: 'video', ...body };
    const reply = await visit.api.insist('/api/v1/prescriptions/', asked);
    assert.equal(reply.status, 201, JSON.stringify(reply.body));
    const { id, prescription_number: number } = reply.body;
    await this.surgery.delivered(visit.api, id);
    const { core, leaks } = this.surgery.stage.clinic;
    const stored = await core.unitOfWork.withScope(SYSTEM, ({ prescriptions }) => prescriptions.find(id));
    assert.ok(stored);
    leaks.values.add(stored.code);
    return { id, number, code: stored.code, visit };
  }

  get(path: string, address = anAddress()): Promise<Look> {
    return this.send(path, { headers: { 'x-forwarded-for': address } });
  }

  post(path: string, body: object, address = anAddress()): Promise<Look> {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': address };
    return this.send(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  private async send(path: string, request: RequestInit): Promise<Look> {
    const response = await fetch(`${this.surgery.stage.clinic.apiUrl}${path}`, request);
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('application/json');
    const result = isJson ? JSON.parse(text).verification_result : undefined;
    return { status: response.status, headers: response.headers, text, result };
  }

  api({ number, code }: Pick<Paper, 'number' | 'code'>, address?: string): Promise<Look> {
    return this.get(`/api/v1/prescriptions/verify/${number}?code=${code}`, address);
  }

  page({ number, code }: Pick<Paper, 'number' | 'code'>, address?: string): Promise<Look> {
    return this.get(`/verify/${number}?code=${code}`, address);
  }
}
