/** What other contexts may import of these use cases. */
export { authenticateCodec } from './authenticate.js';
