/** What other contexts may import of these answers. */
export { codecRoutes } from './codec.js';
