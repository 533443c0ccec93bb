/** Runs as soon as SvelteKit is there, before the code of any page. */
import { loginPath } from '#lib/access/login-address.ts';
import { askFirstQuestions } from '#lib/graphql/first-questions.ts';

if (location.pathname !== loginPath) askFirstQuestions(location);
