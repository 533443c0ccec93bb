/** Thrown when somebody's access can't be given or changed as asked; the message is for him. */
export class AccessRefusal extends Error {
  /** Of HTTP. */
  readonly status: 400 | 401 | 404 | 409 | 429;
  /** Seconds after which it may be asked again; 0 when waiting does not help. */
  readonly retryAfter: number;

  constructor(status: AccessRefusal['status'], message: string, retryAfter = 0) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}
