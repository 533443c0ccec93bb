import { describe, expect, it } from 'vitest';
import { SlowConsumerError } from '../live/feed.ts';
import { overflowAsClientError } from './slow-consumer.ts';

describe('the failure of a stream to a client', () => {
  it('has the code SLOW_CONSUMER and the cursor to go on from when its reader fell behind', () => {
    expect(overflowAsClientError(new SlowConsumerError(3, '1-2'))).toMatchObject({
      message: 'The listener fell more than 3 messages behind; go on after "1-2"',
      extensions: { code: 'SLOW_CONSUMER', cursor: '1-2' },
    });
  });

  it('is passed on as it is when it is any other', () => {
    const broken = new TypeError('broken');
    expect(overflowAsClientError(broken)).toBe(broken);
  });
});
