import { describe, expect, it } from 'vitest';
import { readAnomalyFilter, toggled } from './filter-address.ts';

const read = (query: string) => readAnomalyFilter(new URLSearchParams(query));

describe('the filter in the address', () => {
  it('is read field by field', () => {
    const address =
      'status=OPEN&severity=CRITICAL,WARNING&kind=UPLOAD_SURGE&alerted=no&device=62.0&subscriber=4114&suppressed=1';
    expect(read(address)).toEqual({
      status: 'OPEN',
      severities: ['CRITICAL', 'WARNING'],
      kinds: ['UPLOAD_SURGE'],
      alerted: false,
      device: '62.0',
      subscriber: '4114',
      includeSuppressed: true,
    });
  });

  it('passes over what does not exist, so that an old or mistyped link still shows something', () => {
    expect(read('status=open&severity=FATAL,INFO&kind=DOWNLOAD_SURGE&alerted=maybe')).toEqual({ severities: ['INFO'] });
    expect(read('')).toEqual({});
  });
});

it('puts values in and takes them out', () => {
  expect(toggled([], 'INFO')).toBe('INFO');
  expect(toggled(['INFO', 'WARNING'], 'CRITICAL')).toBe('INFO,WARNING,CRITICAL');
  expect(toggled(['INFO', 'WARNING'], 'INFO')).toBe('WARNING');
  expect(toggled(['INFO'], 'INFO')).toBeNull();
});
