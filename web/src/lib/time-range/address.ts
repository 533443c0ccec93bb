/** Addresses of pages: every link keeps the time range, zone and drawing of the page it is on. */

interface Address {
  readonly pathname: string;
  readonly searchParams: Iterable<[string, string]>;
}

/** The address with some parameters set, and those given as null taken out. */
export function withParameters(url: Address, parameters: Readonly<Record<string, string | null>>): string {
  const search = new URLSearchParams([...url.searchParams]);
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === '') search.delete(name);
    else search.set(name, value);
  }
  const text = search.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%2F', '/');
  return text === '' ? url.pathname : `${url.pathname}?${text}`;
}

const carried = new Set(['range', 'from', 'to', 'zone', 'traffic', 'previous', 'kiosk', 'paused']);

/** A link to another page of the dashboard with the time range and zone of this one, traffic drawn alike, held if this is, on a wall if this is on one; `parameters` are set besides. */
export function linkTo(
  pathname: string,
  from: Address,
  parameters: Readonly<Record<string, string | null>> = {},
): string {
  return withParameters(
    { pathname, searchParams: [...from.searchParams].filter(([name]) => carried.has(name)) },
    parameters,
  );
}
