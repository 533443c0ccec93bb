/** The three forms that rows are written in, one row after the other. */
import { RequestProblem } from '../http/problem.ts';
import { columnReader, csvLine } from './csv.ts';
import { preferredType } from './negotiation.ts';
import type { RowFormatName } from './row-parameters.ts';

export interface RowFormat {
  readonly contentType: string;
  readonly opening: string;
  /** Between two rows. */
  readonly separator: string;
  readonly closing: string;
  line(row: object): string;
}

export const mediaTypes: Readonly<Record<RowFormatName, string>> = {
  json: 'application/json',
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
};

/** Which form a request asks for: by `?format=`, otherwise by Accept. Throws 406. */
export function chosenFormat(accept: string | undefined, given: RowFormatName | undefined): RowFormatName {
  if (given !== undefined) return given;
  const preferred = preferredType(accept ?? '*/*', Object.values(mediaTypes));
  const name = (Object.keys(mediaTypes) as RowFormatName[]).find((format) => mediaTypes[format] === preferred);
  if (name !== undefined) return name;
  throw new RequestProblem(406, `Accept is "${accept ?? ''}"; the answer is ${Object.values(mediaTypes).join(', ')}`);
}

/** `columns` are the header of CSV, and the order of its cells. In JSON rows are an array, unless the answer `isOne` object. */
export function rowFormat(name: RowFormatName, columns: readonly string[], isOne: boolean): RowFormat {
  switch (name) {
    case 'json': {
      const contentType = `${mediaTypes.json}; charset=utf-8`;
      const [opening, closing] = isOne ? ['', ''] : ['[', ']'];
      return { contentType, opening, separator: ',', closing, line: (row) => JSON.stringify(row) };
    }
    case 'csv': {
      const contentType = `${mediaTypes.csv}; charset=utf-8; header=present`;
      const readers = columns.map(columnReader);
      const line = (row: object): string => csvLine(readers.map((read) => read(row)));
      return { contentType, opening: csvLine(columns), separator: '', closing: '', line };
    }
    case 'ndjson':
      return {
        contentType: mediaTypes.ndjson,
        opening: '',
        separator: '',
        closing: '',
        line: (row) => `${JSON.stringify(row)}\n`,
      };
  }
}
