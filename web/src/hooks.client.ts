/** Runs as soon as SvelteKit is there, before the code of any page. */
import { askFirstQuestions } from '#lib/graphql/first-questions.ts';

askFirstQuestions(location.pathname);
