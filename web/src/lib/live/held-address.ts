/** Whether the page is held, and at which data: kept in the address, so that a reload, a link and the way back show the same. */

/** `?paused=2024-01-08T14:00:00Z`: how far the data reached, epoch milliseconds; null while the page moves on. */
export function readHeld(parameters: { get(name: string): string | null }): number | null {
  const at = Date.parse(parameters.get('paused') ?? '');
  return Number.isNaN(at) ? null : at;
}

/** The parameter that says so; moving on says nothing. */
export const heldParameter = (asOf: number | null) => ({
  paused: asOf === null ? null : new Date(asOf).toISOString().replace('.000', ''),
});
