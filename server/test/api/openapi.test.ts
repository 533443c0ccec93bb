import { Validator } from '@seriousme/openapi-schema-validator';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryReader } from '../../src/history/history.ts';
import { problemCodes } from '../../src/http/problem.ts';
import type { JsonSchema } from '../../src/rest/json-schema.ts';
import type { Operation } from '../../src/rest/operation.ts';
import { startApi, type TestApi } from '../api-fixture.ts';
import { describeWithChromium } from '../requires.ts';
import { restContract, type RestContract } from '../rest-contract.ts';

let api: TestApi;
let contract: RestContract;
beforeAll(async () => {
  api = await startApi({} as HistoryReader);
  contract = await restContract(api.url);
});
afterAll(() => api.stop());

describe('/api/openapi.json', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(contract.document))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('has each route that a 404 names', async () => {
    const { json } = await contract.ask('/api/nothing');
    const named = (json as { detail: string }).detail.match(/\/api\/[\w/{}.]+/g)?.slice(1);
    const paths = Object.keys(contract.document.paths).filter((path) => path.startsWith('/api/'));
    expect(paths.toSorted()).toEqual(named?.toSorted());
  });

  it('has each route of the server that answers with data', () => {
    const others = ['/graphql', '/graphql as a page', '/health/live', '/health/ready', '/metrics', '/*'];
    const expected = api.api.routes.filter((route) => !others.includes(route));
    expect(Object.keys(contract.document.paths).toSorted()).toEqual(expected.toSorted());
  });

  it('says of each parameter and each field what it is', () => {
    const { paths, components } = contract.document;
    const undescribed = Object.entries(paths).flatMap(([path, item]) =>
      Object.values(item as Record<string, Operation>)
        .flatMap(({ parameters }) => parameters)
        .filter(({ description }) => description.length < 10)
        .map(({ name }) => `${path} ${name}`),
    );
    const check = (name: string, { properties = {}, items }: JsonSchema): void => {
      for (const [field, schema] of Object.entries(properties)) {
        if ((schema.description ?? '').length < 10) undescribed.push(`${name}.${field}`);
        check(`${name}.${field}`, schema);
      }
      if (items) check(`${name}[]`, items);
    };
    for (const [name, schema] of Object.entries(components.schemas)) check(name, schema);
    expect(undescribed).toEqual([]);
  });

  it('describes parameters as they are read', () => {
    const parameters = contract.document.paths['/api/anomalies']?.get?.parameters ?? [];
    const schemas = new Map(parameters.map(({ name, schema }) => [name, schema]));
    expect(schemas.get('limit')).toEqual({
      anyOf: [{ const: 'all' }, { type: 'integer', minimum: 1, maximum: 10_000 }],
      default: 1000,
    });
    expect(schemas.get('from')).toEqual({ type: 'string', format: 'date-time' });
    expect(schemas.get('alerted')).toEqual({ type: 'boolean' });
    expect(schemas.get('severity')).toMatchObject({ type: 'array', items: { enum: ['info', 'warning', 'critical'] } });
  });

  it('is not sent again to a client that has it', async () => {
    const { headers } = await contract.ask('/api/openapi.json');
    const again = await contract.ask('/api/openapi.json', { headers: { 'if-none-match': headers.get('etag') ?? '' } });
    expect([again.status, again.text]).toEqual([304, '']);
  });
});

describe('/api/docs', () => {
  it('is one page without scripts, and may load nothing', async () => {
    const { headers, text } = await contract.ask('/api/docs');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; /,
    );
    expect(text).not.toMatch(/<script|<img|<iframe|<form|https?:\/\/|\son\w+=/);
    expect(text.match(/(?:src|href)="[^"]*"/g)).toEqual(['href="data:,"', 'href="openapi.json"']);
  });
});

describeWithChromium('/api/docs in a browser', (path) => {
  let browser: Browser;
  beforeAll(async () => {
    const args = '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking';
    browser = await chromium.launch({ executablePath: path, args: args.split(' ') });
  });
  afterAll(() => browser.close());

  it('shows every route, field and code, in its own style, and asks nobody else for anything', async () => {
    const page = await browser.newPage();
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${api.url}/api/docs`);
    const shown = await page.locator('body').innerText();
    const { paths, components } = contract.document;
    for (const [route, item] of Object.entries(paths))
      for (const method of Object.keys(item)) expect(shown).toContain(`${method.toUpperCase()} ${route}`);
    for (const { properties = {} } of Object.values<JsonSchema>(components.schemas)) {
      for (const field of Object.keys(properties)) expect(shown).toContain(field);
    }
    for (const code of Object.keys(problemCodes)) expect(shown).toContain(code);
    expect(
      await page
        .locator('table')
        .first()
        .evaluate((table) => getComputedStyle(table).borderCollapse),
    ).toBe('collapse');
    expect(complaints).toEqual([]);
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([`${api.url}/api/docs`]);
    await page.close();
  });
});
