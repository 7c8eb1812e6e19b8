const LONGEST = 200;

/**
 * The name of a file that was fetched: what the server calls it, else the end of the address. Never a query, which may hold a key.
 * @param disposition the header `Content-Disposition`
 */
export function fileNameOf(url: URL, disposition: string | undefined): string {
  const named = /filename="([^"]+)"|filename=([^";\s]+)/i.exec(disposition ?? '');
  return plain(named?.[1] ?? named?.[2]) ?? plain(decoded(url.pathname)) ?? 'list';
}

/** The last part of a path, without what no column keeps and no page shows. */
function plain(path: string | undefined): string | null {
  const last = path
    ?.split(/[/\\]/)
    .at(-1)
    ?.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, '')
    .trim();
  return last ? last.slice(0, LONGEST) : null;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that encodes nothing: the path as it is.
    return path;
  }
}
