/** What the app measures. */
export type { BusinessFigure } from './services.js';
