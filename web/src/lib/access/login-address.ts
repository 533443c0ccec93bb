/** The way to the page where one logs in, and back. */

export const loginPath = '/login';

/** Leaves the page for it, with the way back; not from there itself. */
export function goToLogin(): void {
  if (location.pathname === loginPath) return;
  const back = location.pathname + location.search;
  location.replace(`${loginPath}?back=${encodeURIComponent(back)}`);
}

/** Where to go on after it: a page of this dashboard, whatever the address says. */
export function wayBack(searchParams: Pick<URLSearchParams, 'get'>): string {
  const back = searchParams.get('back') ?? '/';
  // Two slashes, or one that leans, begin the name of another site.
  return /^\/(?![/\\])/.test(back) && !back.startsWith(loginPath) ? back : '/';
}
