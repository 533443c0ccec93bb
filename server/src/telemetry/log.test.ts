import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog } from './log.ts';

describe('the log', () => {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });

  it('writes one JSON line an event, with its time and level in words', () => {
    createLog({ level: 'info', destination }).child({ component: 'feed' }).warn({ messages: 3 }, 'Dropped');
    expect(lines.at(-1)).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown,
      component: 'feed',
      messages: 3,
      msg: 'Dropped',
    });
  });

  it('does not say who a subscriber is, nor what a bad row held', () => {
    const log = createLog({ level: 'info', destination });
    log.info(
      { subscriber: '500123', anomaly: { subscriber: '500123' }, deep: { letter: { given: '500123;1;2' } } },
      'x',
    );
    log.child({ subscribers: ['500123'] }).info('y');
    expect(JSON.stringify(lines)).not.toContain('500123');
    expect(lines.at(-2)).toMatchObject({ subscriber: '[redacted]', anomaly: { subscriber: '[redacted]' } });
  });

  it('is one line an event, whatever is put in from outside: nothing forges another, nor speaks to a terminal', () => {
    const evil = 'x"}\n{"level":"fatal","msg":"forged"}\r\u001b[2J\u001b]0;title\u0007\u0000\u2028';
    const raw: string[] = [];
    const keeping = new Writable({
      write(chunk: Buffer, _encoding, done) {
        raw.push(chunk.toString());
        done();
      },
    });
    const log = createLog({ level: 'info', destination: keeping });
    log.warn({ file: evil, [evil]: 1, err: new Error(evil), devices: [evil] }, evil);
    log.child({ component: evil }).info('again');
    const text = raw.join('');
    expect(text.split('\n')).toHaveLength(3);
    expect(text.split('').filter((one) => one < ' ' && one !== '\n')).toEqual([]);
    const [first] = text.split('\n').map((line) => (line === '' ? {} : (JSON.parse(line) as Record<string, unknown>)));
    expect(first).toMatchObject({ level: 'warn', file: evil, msg: evil, devices: [evil] });
  });

  it('leaves out what is below its level', () => {
    const before = lines.length;
    createLog({ level: 'warn', destination }).info('not worth it');
    expect(lines).toHaveLength(before);
  });
});
