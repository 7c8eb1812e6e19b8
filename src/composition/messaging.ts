import { messagingRepositories } from '../models/repositories/messaging/slice.js';
import type { Manifest } from './manifest.js';

/** Messages to patients and doctors. */
export const messaging = { repositories: messagingRepositories } satisfies Manifest;
