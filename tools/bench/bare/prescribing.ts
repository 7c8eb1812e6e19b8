import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Express } from 'express';
import type pg from 'pg';
import { readSearch } from '../../../src/domain/formulary/search-terms.js';
import { DrugRepository } from '../../../src/models/repositories/formulary/drugs.js';
import { recorded, type Statement } from './recorded.js';

interface Row {
  readonly number: string;
  readonly content: string;
  readonly jws: string;
  readonly certificate: string;
}

/** A search by the product's own statement, and a look that reads one row and verifies one ES256 signature; nothing else. */
export async function servePrescribing(app: Express, pool: pg.Pool, clinicId: string): Promise<void> {
  const search = await searchStatement(clinicId);
  app.get('/drugs', async (request, response) => {
    const text = readSearch(String(request.query.search))?.text;
    const { rows } = await pool.query({ name: 'drugs', text: search.sql, values: [text, ...search.values.slice(1)] });
    response.json(rows);
  });
  const keys = new Map<string, KeyObject>();
  app.get('/prescriptions/:number', async (request, response) => {
    const { rows } = await pool.query<Row>({
      name: 'prescription',
      text: 'select * from bench_prescriptions where number = $1 and code = $2',
      values: [request.params.number, request.query.code],
    });
    const [row] = rows;
    if (!row || !isSigned(row, keys)) throw new Error('a prescription that was signed is not found so');
    response.json({ number: row.number, content: JSON.parse(row.content) });
  });
}

function isSigned({ content, jws, certificate }: Row, keys: Map<string, KeyObject>): boolean {
  const key = keys.get(certificate) ?? createPublicKey(certificate);
  keys.set(certificate, key);
  const [header, , signature = ''] = jws.split('.');
  const signed = Buffer.from(`${header}.${Buffer.from(content).toString('base64url')}`);
  return verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
}

/** What the product asks; the function in it is the product's, for callers without a scope (`fillFormulary`). */
async function searchStatement(clinicId: string): Promise<Statement> {
  const search = readSearch('amoxicillin');
  const { sql, values } = await recorded((db) =>
    new DrugRepository(db).list({ clinicId, search, active: true, limit: 51 }),
  );
  return { sql: sql.replace('drug_hits($1, $2)', 'bench_drug_hits($1, $2, array[$3::uuid])'), values };
}
