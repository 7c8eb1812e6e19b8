/** What other contexts may import of these rows. */
export { UserRepository } from './users.js';
