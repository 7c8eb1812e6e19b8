import type { KeyedMapping } from '../mappings/mapping.js';
import { readMapping } from '../mappings/read-mapping.js';
import { alma } from './alma.js';
import { botanitech } from './botanitech.js';
import { medreleaf } from './medreleaf.js';
import { phytoca } from './phytoca.js';
import { tasmanianBotanics } from './tasmanian-botanics.js';

/** The suppliers whose lists every clinic can import; a clinic's own mapping of the same key comes first. */
export const BUILT_IN: readonly KeyedMapping[] = Object.entries({
  botanitech,
  medreleaf,
  alma,
  phytoca,
  tasmanianBotanics,
}).map(([key, json]) => ({ key, mapping: readMapping(json) }));
