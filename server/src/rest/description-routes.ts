/** GET /api/openapi.json and /api/docs: the description of the API, for programs and for people. */
import { answerHeld } from '../http/held-answer.ts';
import { createDocsPage, docsContentSecurityPolicy } from './docs-page.ts';
import { createOpenApiDocument, type OpenApiDocument } from './openapi.ts';
import { readParameters } from './parameters.ts';
import type { DescribedRoute, Route } from './route.ts';

/** Of the routes given and of these two themselves. */
export function descriptionRoutes(routes: readonly DescribedRoute[]): Route[] {
  let document: OpenApiDocument | null = null;
  const ofAll = (): OpenApiDocument => (document ??= createOpenApiDocument([...routes, documentRoute, pageRoute]));
  const documentRoute: Route = {
    path: '/api/openapi.json',
    operationId: 'getDescription',
    summary: 'This description',
    description: 'The routes, their parameters and answers in OpenAPI 3.1.',
    parameters: {},
    answerDescription: 'The document.',
    answers: [{ mediaType: 'application/json', schema: { type: 'object' } }],
    form: 'whole',
    async answer({ url, request, response }) {
      readParameters({}, url.searchParams);
      answerHeld(request, response, 'application/json; charset=utf-8', JSON.stringify(ofAll()));
    },
  };
  const pageRoute: Route = {
    path: '/api/docs',
    operationId: 'getDescriptionPage',
    summary: 'This description as a page',
    description: 'The same for people: one page without scripts, which loads nothing.',
    parameters: {},
    answerDescription: 'The page.',
    answers: [{ mediaType: 'text/html', schema: { type: 'string' } }],
    form: 'whole',
    async answer({ url, request, response }) {
      readParameters({}, url.searchParams);
      response.setHeader('Content-Security-Policy', docsContentSecurityPolicy);
      answerHeld(request, response, 'text/html; charset=utf-8', createDocsPage(ofAll()));
    },
  };
  return [documentRoute, pageRoute];
}
