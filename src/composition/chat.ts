import { chatRepositories } from '../models/repositories/chat/slice.js';
import type { Manifest } from './manifest.js';

/** The rooms of doctors and patients. */
export const chat = { repositories: chatRepositories } satisfies Manifest;
