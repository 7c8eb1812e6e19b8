/** How other contexts take files. */
export type { takeUpload } from './take-upload.js';
