/** What the app mounts for the Temporal UI. */
export { codecRoutes } from './codec.js';
