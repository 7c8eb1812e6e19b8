/** What can be uploaded, by what it is and not by what it says it is, with the endings that its name may have. */
export const UPLOAD_TYPES = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
} as const satisfies Readonly<Record<string, readonly [string, ...string[]]>>;
export type UploadType = keyof typeof UPLOAD_TYPES;
export const UPLOAD_TYPE_NAMES = Object.keys(UPLOAD_TYPES) as readonly UploadType[];

/** A picture of a good camera has 50 million; more is a bomb: few bytes that take all memory when they are decoded. */
export const MOST_PIXELS = 60_000_000;
/** A referral with everything around it has some dozens. */
export const MOST_PAGES = 200;

const LONGEST_NAME = 150;

export function isUploadType(type: string | undefined): type is UploadType {
  return type !== undefined && Object.hasOwn(UPLOAD_TYPES, type);
}

/** Whether a file's name may belong to what the file is. One without an ending, as a browser calls what has no name, says nothing. */
export function isNamedAs(type: UploadType, name: string): boolean {
  const ending = /\.([^.]*)$/.exec(name)?.[1]?.toLowerCase();
  return ending === undefined || (UPLOAD_TYPES[type] as readonly string[]).includes(ending);
}

/** A name to show and to save under: the last part of a path, without what a file system or a header could take for more. */
export function shownName(name: string, type: UploadType): string {
  const [last = ''] = name.split(/[/\\]/).slice(-1);
  const printable = [...last.normalize('NFC')].filter((character) => !/[\p{C}<>:"|?*]/u.test(character)).join('');
  const stem = printable
    .replace(/\.[^.]*$/, '')
    .replace(/^[.\s]+/, '')
    .slice(0, LONGEST_NAME)
    .trim();
  return `${stem || 'document'}.${UPLOAD_TYPES[type][0]}`;
}

/** `Content-Disposition` (RFC 6266) of a file that is saved and never shown, in ASCII with the whole name beside it. */
export function attachmentNamed(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
