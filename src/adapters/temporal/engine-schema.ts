import { type Client, isGrpcServiceError } from '@temporalio/client';
import proto from '@temporalio/proto';

const { IndexedValueType } = proto.temporal.api.enums.v1;

/** The search attributes that every workflow type shares, by the names that the workflows use. */
const WANTED: Readonly<Record<string, number>> = {
  AppointmentStatus: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  PaymentStatus: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  DoctorId: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  PatientId: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  ClinicId: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  Attention: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
  StartsAt: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
};

/** The wanted attributes that the namespace lacks, or has with another type. */
export async function missingSearchAttributes(client: Client, namespace: string): Promise<readonly string[]> {
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  return Object.entries(WANTED)
    .filter(([name, type]) => customAttributes?.[name] !== type)
    .map(([name]) => name);
}

/** Registers what is missing; returns the names. An attribute of another type cannot be mended and is an error. */
export async function registerSearchAttributes(client: Client, namespace: string): Promise<readonly string[]> {
  const missing = await missingSearchAttributes(client, namespace);
  if (missing.length === 0) return [];
  const searchAttributes = Object.fromEntries(missing.map((name) => [name, WANTED[name] ?? 0]));
  try {
    await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    // Somebody else registered them at the same moment.
    if (!isGrpcServiceError(error) || (await missingSearchAttributes(client, namespace)).length > 0) throw error;
  }
  return missing;
}
