/** What other contexts may import of these rows. */
export { chatRepositories } from './slice.js';
