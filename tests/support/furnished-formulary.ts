import { randomUUID } from 'node:crypto';

/** An item of a clinic's formulary with its first version and a text that finds it; `null`: of the starter formulary. */
export function medicineRows(clinicId: string | null): readonly (readonly [string, Record<string, unknown>])[] {
  const [id, now] = [randomUUID(), new Date()];
  const texts = {
    name: 'Ramipril',
    generic_name: 'ramipril',
    active_ingredient: 'ramipril',
    strength: '5 mg',
    form: 'tablet',
  };
  const rest = { monitored: false, ingredients: '[]', prescribing_info: '{}', sources: '[]', active: true };
  const drug = {
    id,
    clinic_id: clinicId,
    version: 1,
    edition: clinicId === null ? 1 : null,
    created_at: now,
    updated_at: now,
  };
  return [
    ['drugs', { ...drug, ...texts, ...rest }],
    ['drug_versions', { drug_id: id, version: 1, clinic_id: clinicId, content: '{}', changed_at: now }],
    ['drug_terms', { drug_id: id, term: 'ramipril', kind: 'name', clinic_id: clinicId }],
  ];
}

/** An import of a list with one of its rows. */
export function importRows(clinicId: string, admin: string): readonly (readonly [string, Record<string, unknown>])[] {
  const [id, now] = [randomUUID(), new Date()];
  const file = { file_name: 'list.csv', file_sha256: 'x', file_size: 1, document: randomUUID() };
  const asked = { state: 'cancelled', mode: 'preview', coverage: 'partial', requested_by: admin };
  const times = { created_at: now, updated_at: now };
  return [
    ['drug_imports', { id, clinic_id: clinicId, ...file, ...asked, ...times }],
    ['drug_import_rows', { import_id: id, place: 0, clinic_id: clinicId, kind: 'skipped', problems: '[]' }],
  ];
}

/** What somebody has added to the law of prescribing, which is no clinic's. */
export function lawRuleRow(addedBy: string): Record<string, unknown> {
  const days = { effective_from: '2999-01-01', added_at: new Date() };
  return {
    id: randomUUID(),
    rule: 'handwriting',
    region: 'au',
    source: 'A test',
    value: '["S8"]',
    added_by: addedBy,
    ...days,
  };
}

/** A rule of checks that a clinic has switched off. */
export function clinicalRuleRow(clinicId: string, changedBy: string): readonly [string, Record<string, unknown>] {
  const change = { rule: 'warfarin-nsaid', version: 2, active: false, severity: null };
  return ['clinical_rule_changes', { ...change, clinic_id: clinicId, changed_by: changedBy, changed_at: new Date() }];
}
