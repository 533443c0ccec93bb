/** Which form of an answer the client prefers, by the header Accept (RFC 9110, 12.5.1). */

interface AcceptedRange {
  readonly type: string;
  readonly quality: number;
}

const rangesOf = (accept: string): AcceptedRange[] =>
  accept.split(',').map((entry) => {
    const [type = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => /^q\s*=/.test(parameter));
    const quality = weight === undefined ? 1 : Number(weight.slice(weight.indexOf('=') + 1));
    return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
  });

/** The weight of the most specific range that the type falls into; 0 when it falls into none. */
function qualityOf(mediaType: string, ranges: readonly AcceptedRange[]): number {
  const family = `${mediaType.slice(0, mediaType.indexOf('/'))}/*`;
  for (const type of [mediaType, family, '*/*']) {
    const found = ranges.find((range) => range.type === type);
    if (found) return found.quality;
  }
  return 0;
}

/** The first of the types that none is preferred to; null when the client takes none of them. */
export function preferredType(accept: string, mediaTypes: readonly string[]): string | null {
  const ranges = rangesOf(accept);
  let best: { readonly mediaType: string; readonly quality: number } | null = null;
  for (const mediaType of mediaTypes) {
    const quality = qualityOf(mediaType, ranges);
    if (quality > (best?.quality ?? 0)) best = { mediaType, quality };
  }
  return best?.mediaType ?? null;
}
