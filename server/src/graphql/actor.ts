/** On whose behalf an operation runs. */

/** What an actor may do. There is one role until there are accounts: whoever reaches the server is its operator. */
export type Role = 'operator';

export interface Actor {
  /** As it stands in the triage history. */
  readonly name: string;
  readonly role: Role;
}

/** Whoever does not say who he is. */
export const localOperator: Actor = { name: 'local', role: 'operator' };
