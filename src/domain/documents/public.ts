/** What other contexts know of files. */
export { attachmentNamed, UPLOAD_TYPE_NAMES, type UploadType } from './uploads.js';
