import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { type Document, nameOf, type Schema } from '../../tools/openapi/document.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const document: Document = JSON.parse(
  readFileSync(new URL('../../src/api/generated/openapi.json', import.meta.url), 'utf8'),
);
const { schemas } = document.components;

/** Stripe's id of a refund once there is one, until then ours; rules of checks are named in words. */
const MIXED_IDS = ['MoveAnswer.refund.id', 'MoveAnswer.stripe_refund.id', 'ClinicalRuleView.id'];

/**
 * Texts without a form and without a list of values: what a person wrote, what a provider calls its own, or a secret.
 * A member that is not named here has a type with a form (`src/api/http/wire-formats.ts`) or is a union.
 */
const FREE_TEXTS = new Set(
  `headings recognised reasons description product_code product_name active_ingredients artg_no gtin access_mechanism strain_type cultivar terpenes supplier_name
  include exclude every headers update_frequency lead_time code_pattern
  device_token address allowed_by appointment_type clinic_name consultation_duration consultation_type country critical_issues
  current_password digital_signature error expected field first_name found irn last_name latin_name legal_name line1
  line2 location meaning medicare_number message method name new_password next_step note notes number object_id password
  payment_method payment_window permit phone phone_number postcode provider_payment_id provider_session_id
  qualifications reason reference refresh access relationship request_id slug specialty state stripe_event
  stripe_payment_intent stripe_session stripe_session_id suburb symptoms tax_id timezone title type user_agent what
  email hpi_i ptr_number s2_licence ihi dva_file_number concession_number prescriber_number medical_registration_number medicare_expiry date_of_birth days_of_week start_time
  end_time processing_limit payment_warning refund_tiers slot_short slot_long reminders chat_opens check_in_opens
  no_show_after chat_archive chat_edit_window chat_reopen treating prescribe_within document_reminder import_preview_ttl usage_window reorder_cover product alternative_suppliers triggered_by initials conditions evidence registration_type specialties secret
  qr_svg approval_ref indication streamlined_code chat_only_reason system outcome state_approval_number mfa_token passkeys alert band due_before key label text value consultation_types
  client_message_id content_type duration filename highlighted_text notice patient_symptoms sender_name suspension_reason message body
  patient_location patient_phone chat_notice support_person version display_name generic_name brand_name active_ingredient substance strength per form route manufacturer
  local_code reaction dose confusable_with contraindications interactions standard_dosage maximum_daily_dose source supplier supplier_code advice with dosage_instructions quantity_text quantity_unit note_to_pharmacist authority_code
  medical_registration pharmacy_name subject prescription_number task_id rule prescribed_supplier_products pbs_code nin philhealth_number tin device break_glass
  register registered of drug pharmacy pharmacist doctor clinic clinic_phone patient issuer superseded_by content_sha256 document_sha256 file_sha256 substances classes except
  unit allergy same in_day in_day_per_kg category says sheet column heading file_processed hint detected execution_time dosage instructions approval_number`.split(
    /\s+/,
  ),
);

interface Wanted {
  readonly isNullable: boolean;
  readonly values: readonly string[] | undefined;
}

/** What TypeScript says about every member of every type that has a schema of the same name. */
function typedMembers(): ReadonlyMap<string, Wanted> {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(
    fileNames.filter((name) => /\/src\/api\/[a-z-]+\/([a-z-]+-)?controller\.ts$/.test(name)),
    options,
  );
  const checker = program.getTypeChecker();
  const members = new Map<string, Wanted>();
  for (const file of program.getSourceFiles()) {
    if (!file.fileName.startsWith(`${root}src/`)) continue;
    for (const node of file.statements) {
      if (!ts.isInterfaceDeclaration(node) || !schemas[node.name.text]) continue;
      for (const property of checker.getTypeAtLocation(node).getProperties()) {
        const type = checker.getTypeOfSymbolAtLocation(property, node);
        members.set(`${node.name.text}.${property.name}`, wantedOf(type));
      }
    }
  }
  return members;
}

function wantedOf(type: ts.Type): Wanted {
  const all = type.isUnion() ? type.types : [type];
  const present = all.filter((one) => !(one.flags & ts.TypeFlags.Undefined));
  const values = present.filter((one) => !(one.flags & ts.TypeFlags.Null));
  return {
    isNullable: present.length > values.length,
    values: values.every((one) => one.isStringLiteral())
      ? values.map((one) => (one.isStringLiteral() ? one.value : ''))
      : undefined,
  };
}

/** The schema itself, or what its reference leads to. */
function resolve(schema: Schema): Schema {
  const reference = schema.$ref ?? (schema.allOf?.length === 1 ? schema.allOf[0]?.$ref : undefined);
  return reference ? resolve(schemas[nameOf(reference)] ?? {}) : schema;
}

function takesNull(schema: Schema): boolean {
  return schema.nullable === true || (schema.anyOf ?? []).some(takesNull);
}

function* textsOf(at: string, schema: Schema): Generator<string> {
  if (schema.type === 'string' && !schema.enum && !schema.format && !schema.pattern) yield at;
  for (const [name, member] of Object.entries(schema.properties ?? {})) yield* textsOf(`${at}.${name}`, member);
  if (schema.items) yield* textsOf(at, schema.items);
}

describe('the types of answers and bodies, and their schemas', () => {
  const typed = typedMembers();
  const optional = (name: string, member: string) => !schemas[name]?.required?.includes(member);

  it('compares nearly all of them', () => {
    const untyped = Object.entries(schemas).flatMap(([name, { properties }]) =>
      Object.keys(properties ?? {})
        .map((member) => `${name}.${member}`)
        .filter((at) => !typed.has(at)),
    );
    assert.deepEqual(untyped, []);
  });

  for (const [at, { isNullable, values }] of typed) {
    const [name = '', member = ''] = at.split('.');
    const schema = schemas[name]?.properties?.[member];
    if (!schema) continue;
    it(`${at} says whether it may be null, and its list of values`, () => {
      const isInput = schemas[name]?.additionalProperties === false && optional(name, member);
      if (!isInput) assert.equal(takesNull(schema), isNullable, 'null');
      if (!values || values.length === 0) return;
      const listed = (resolve(schema).enum ?? []).filter((one) => one !== null);
      assert.deepEqual([...listed].sort(), [...values].sort());
    });
  }

  it('gives every text a form or a list of values, unless it is free', () => {
    const texts = Object.entries(schemas).flatMap(([name, schema]) => [...textsOf(name, schema)]);
    assert.deepEqual(
      texts.filter((at) => !MIXED_IDS.includes(at) && !FREE_TEXTS.has(at.slice(at.lastIndexOf('.') + 1))),
      [],
    );
  });
});
