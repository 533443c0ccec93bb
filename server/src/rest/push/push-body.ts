/** The body of a push: what it may be, and how it is read and unpacked within its bound. */
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RequestProblem } from '../../http/problem.ts';
import { readBody } from '../../http/request-body.ts';
import { pushedMediaTypes, type PushedMediaType } from '../../ingest/push/given-rows.ts';

/** Packed and unpacked; 50,000 rows of JSON have about half of it. */
export const mostBodyBytes = 16 * 2 ** 20;

const unpack = promisify(gunzip);

export interface BodyForm {
  readonly mediaType: PushedMediaType;
  readonly isPacked: boolean;
}

/** By the headers alone. Throws a problem of status 415. */
export function formOf({ headers }: IncomingMessage): BodyForm {
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .split(';')
    .map((text) => text.trim().toLowerCase());
  const mediaType = pushedMediaTypes.find((known) => known === type);
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.replaceAll('"', '');
  if (mediaType === undefined || (charset !== undefined && charset !== 'charset=utf-8')) {
    const given = headers['content-type'] === undefined ? 'not given' : `"${headers['content-type']}"`;
    const detail = `The header Content-Type is ${given}; expected ${pushedMediaTypes.join(', ')}, in UTF-8`;
    throw new RequestProblem(415, detail, {}, { 'Accept-Post': pushedMediaTypes.join(', ') });
  }
  const coding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (coding !== 'gzip' && coding !== 'identity') {
    const detail = `The header Content-Encoding is "${coding}"; expected gzip, or none`;
    throw new RequestProblem(415, detail, {}, { 'Accept-Encoding': 'gzip' });
  }
  return { mediaType, isPacked: coding === 'gzip' };
}

/** Throws a problem of status 413 or 400; rejects when the client breaks off. */
export async function readPushBody(request: IncomingMessage, { isPacked }: BodyForm): Promise<Buffer> {
  const body = await readBody(request, mostBodyBytes);
  if (body === null) throw tooLarge(`The body is larger than ${mostBodyBytes} bytes`);
  if (!isPacked) return body;
  try {
    return await unpack(body, { maxOutputLength: mostBodyBytes });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(`The body is larger than ${mostBodyBytes} bytes when unpacked`);
    throw new RequestProblem(400, `The body is not gzip, as its Content-Encoding says: ${message}`);
  }
}

/** What is left of the body is not read, so the connection ends with the answer. */
export function tooLarge(detail: string): RequestProblem {
  return new RequestProblem(413, `${detail}; send it in parts`, {}, { Connection: 'close' });
}
