/** Asks the REST API, and checks every answer against what the API's own description says of it. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { OpenApiDocument } from '../src/rest/openapi.ts';
import type { DescribedResponse } from '../src/rest/operation.ts';

export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of a JSON answer or a problem; otherwise undefined. */
  readonly json: unknown;
}

export interface RestContract {
  readonly document: OpenApiDocument;
  /** Fails when the answer is not as described: its status, media type, or body. */
  ask(path: string, init?: RequestInit): Promise<RestAnswer>;
}

/** `headers` are those of who may see the description; they go with every request. */
export async function restContract(apiUrl: string, headers: Record<string, string> = {}): Promise<RestContract> {
  const document = (await (await fetch(`${apiUrl}/api/openapi.json`, { headers })).json()) as OpenApiDocument;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'api');
  const expectFits = (pointer: string, value: unknown): void => {
    const validate = ajv.compile({ $ref: `api#${pointer}` });
    expect([validate(value), validate.errors]).toEqual([true, null]);
  };

  return {
    document,
    async ask(path, init = {}) {
      const sent = { redirect: 'manual' as const, ...init, headers: { ...headers, ...(init.headers as object) } };
      const { status, headers: given, ...answer } = await fetch(new URL(path, apiUrl), sent).then(read);
      const mediaType = (given.get('content-type') ?? '').replace(/;.*/, '');
      const described = describedResponse(document, new URL(path, apiUrl).pathname, status, init.method);
      if (described === null) {
        expect([status, mediaType]).toEqual([404, 'application/problem+json']);
        expectFits('/components/schemas/Problem', answer.json);
      } else if (status !== 304) {
        expect(Object.keys(described.response.content ?? {})).toContain(mediaType);
        const pointer = `${described.pointer}/content/${escaped(mediaType)}/schema`;
        if (init.method !== 'HEAD') expectFits(pointer, answer.json ?? answer.text);
      }
      return { status, headers: given, ...answer };
    },
  };
}

async function read(response: Response): Promise<RestAnswer> {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = /^application\/(problem\+)?json\b/.test(headers.get('content-type') ?? '') && text !== '';
  return { status, headers, text, json: isJson ? JSON.parse(text) : undefined };
}

/** As a step of a JSON pointer within a URI fragment. */
const escaped = (step: string): string => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Null for a path that the description does not have. Fails for a status that it does not have. */
function describedResponse(
  { paths, components }: OpenApiDocument,
  pathname: string,
  status: number,
  method = 'GET',
): { response: DescribedResponse; pointer: string } | null {
  const found = Object.entries(paths).find(([path]) =>
    new RegExp(`^${path.replace(/\{\w+\}/, '[^/]+')}$`).test(pathname),
  );
  if (!found) return null;
  const [path, item] = found;
  const asked = method.toLowerCase() as keyof typeof item;
  const described = item[asked] === undefined ? (item.get === undefined ? 'post' : 'get') : asked;
  const response = item[described]!.responses[String(status)];
  if (!response) throw new Error(`${path} is not described to answer ${status}`);
  const name = response.$ref?.split('/').at(-1);
  if (name === undefined) return { response, pointer: `/paths/${escaped(path)}/${described}/responses/${status}` };
  return { response: components.responses[name]!, pointer: `/components/responses/${name}` };
}
