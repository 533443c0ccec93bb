/** Beside whom a subscriber is drawn. */

interface Candidate {
  readonly subscriber: { readonly id: string; readonly anomalies: { readonly totalCount: number } };
}

/** The one that was asked for, or else the most alike of those who were usual, or else the most alike. Null: there is nobody. */
export function choosePeer(peers: readonly Candidate[], wanted: string | null): string | null {
  if (wanted !== null && wanted !== '') return wanted;
  const usual = peers.find(({ subscriber }) => subscriber.anomalies.totalCount === 0);
  return (usual ?? peers[0])?.subscriber.id ?? null;
}
