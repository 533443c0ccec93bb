/** The description of the API as a page: made on the server, without scripts, and with nothing to load from anywhere. */
import { createHash } from 'node:crypto';
import { problemCodes } from '../http/problem.ts';
import type { JsonSchema } from './json-schema.ts';
import type { OpenApiDocument } from './openapi.ts';
import type { DescribedParameter, DescribedResponse, Operation } from './operation.ts';

const style = `:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 3rem; font-family: ui-monospace, monospace; font-size: 1.25rem; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent) }
td:first-child, td:nth-child(2), code { font-family: ui-monospace, monospace; font-size: .9rem; overflow-wrap: anywhere }
td:first-child { white-space: nowrap }
td:nth-child(2) { max-width: 18rem }
a:focus-visible { outline: 2px solid }`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing but this one style, and the empty icon. */
export const docsContentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');
/** What stands between back quotes becomes code. */
const prose = (text: string): string => escaped(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

export function createDocsPage({ info, paths, components }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]) =>
      operationSection(`${method.toUpperCase()} ${path}`, operation),
    ),
  );
  const schemas = Object.entries<JsonSchema>(components.schemas);
  const codes = Object.entries(problemCodes).map((row) => [...row]);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(info.title)}</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body><header><h1>${escaped(info.title)}</h1>
<p>Version ${escaped(info.version)}. For programs: <a href="openapi.json">openapi.json</a>, OpenAPI 3.1.</p>
${info.description
  .split('\n\n')
  .map((paragraph) => `<p>${prose(paragraph)}</p>`)
  .join('\n')}</header>
<main>${operations.join('\n')}
${schemas.map(([name, schema]) => schemaSection(name, schema)).join('')}
<h2 id="codes">Codes of problems</h2>${table(['code', 'meaning'], codes)}</main></body></html>
`;
}

function operationSection(
  title: string,
  { operationId, summary, description, parameters, requestBody, responses }: Operation,
): string {
  const forms = formRows((responses['200'] ?? responses['202'])?.content);
  const bodies = formRows(requestBody?.content);
  return `<section aria-labelledby="${escaped(operationId)}"><h2 id="${escaped(operationId)}">${escaped(title)}</h2>
<p><strong>${prose(summary)}.</strong> ${prose(description)}</p>
${parameters.length === 0 ? '' : table(['parameter', 'type', 'meaning'], parameters.map(parameterRow))}
${bodies.length === 0 ? '' : table(['body', 'type', 'meaning'], bodies)}
${table(['answer', 'type', 'meaning'], forms)}</section>`;
}

function formRows(content: DescribedResponse['content'] = {}): string[][] {
  return Object.entries(content).map(([mediaType, { schema }]) => [
    mediaType,
    typeOf(schema),
    schema.description ?? '',
  ]);
}

function parameterRow({ name, in: place, description, schema }: DescribedParameter): string[] {
  const byDefault = schema.default === undefined ? '' : ` Default: ${JSON.stringify(schema.default)}.`;
  return [place === 'query' ? name : `${name} (${place})`, typeOf(schema), description + byDefault];
}

function schemaSection(name: string, schema: JsonSchema): string {
  return `<h2 id="${escaped(name)}">${escaped(name)}</h2>${table(['field', 'type', 'meaning'], fieldRows(schema, ''))}`;
}

function fieldRows({ properties = {} }: JsonSchema, prefix: string): string[][] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const nested = field.items ?? field;
    return [[prefix + name, typeOf(field), field.description ?? ''], ...fieldRows(nested, `${prefix}${name}.`)];
  });
}

/** In a few words: "integer from 1 to 10000 or "all"". */
function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  const bounds = schema.maximum === undefined ? '' : ` from ${schema.minimum ?? 0} to ${schema.maximum}`;
  return `${String(schema.type ?? 'any')}${schema.format ? ` (${schema.format})` : ''}${bounds}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th scope="col">${escaped(text)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${prose(cell)}</td>`).join('')}</tr>`).join('\n');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}
