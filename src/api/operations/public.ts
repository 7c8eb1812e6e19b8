/** What other contexts may import of these answers. */
export type { BusinessFigure } from './services.js';
