/** What is sent to log in, and to change one's own password. */
import * as v from 'valibot';

const text = v.pipe(v.string(), v.maxLength(1024));

export const loginSchema = v.strictObject({ name: text, password: text });
export const firstSchema = v.strictObject({ token: text, name: text, password: text });
export const passwordSchema = v.strictObject({ before: text, after: text });
