import { describe, expect, it } from 'vitest';
import { pageTitle } from './page-title.ts';

const hidden = () => 'K7M4P';

describe('the title of a page', () => {
  it('is that of its section', () => {
    expect(pageTitle('/', String)).toBe('Overview');
    expect(pageTitle('/anomalies?status=OPEN', String)).toBe('Anomalies');
  });

  it('names the device, and the subscriber as he is shown', () => {
    expect(pageTitle('/devices/62.0?range=7d', hidden)).toBe('Device 62.0');
    expect(pageTitle('/subscribers/b7nS', () => '4114')).toBe('Subscriber 4114');
    expect(pageTitle('/subscribers/b7nS', hidden)).toBe('Subscriber K7M4P');
    expect(pageTitle('/subscribers/b7nS', () => null)).toBeNull();
  });

  it('is nothing for what is no such page', () => {
    expect(pageTitle('/nonsense', String)).toBeNull();
    expect(pageTitle('/devices/62.0/x', String)).toBeNull();
  });
});
