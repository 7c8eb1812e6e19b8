import { type Client, isGrpcServiceError } from '@temporalio/client';
import { SearchAttributeType } from '@temporalio/common';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../../workflows/support/search-attributes.js';

const { IndexedValueType } = proto.temporal.api.enums.v1;

const INDEXED_AS: Readonly<Record<SearchAttributeType, number>> = {
  [SearchAttributeType.TEXT]: IndexedValueType.INDEXED_VALUE_TYPE_TEXT,
  [SearchAttributeType.KEYWORD]: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  [SearchAttributeType.INT]: IndexedValueType.INDEXED_VALUE_TYPE_INT,
  [SearchAttributeType.DOUBLE]: IndexedValueType.INDEXED_VALUE_TYPE_DOUBLE,
  [SearchAttributeType.BOOL]: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
  [SearchAttributeType.DATETIME]: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  [SearchAttributeType.KEYWORD_LIST]: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
};

/** The search attributes that the workflows set, by name. */
const WANTED: Readonly<Record<string, number>> = Object.fromEntries(
  Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, INDEXED_AS[type]]),
);

/** The wanted attributes that the namespace lacks, or has with another type. */
export async function missingSearchAttributes(client: Client, namespace: string): Promise<readonly string[]> {
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  return Object.entries(WANTED)
    .filter(([name, type]) => customAttributes?.[name] !== type)
    .map(([name]) => name);
}

/** Registers what is missing; returns the names. An attribute of another type cannot be changed and is an error. */
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
