import { describe, expect, it } from 'vitest';
import { belongsToControl, keyOf } from './key-press.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false };

describe('a press of a key', () => {
  it('is named as it is written on the keyboard', () => {
    expect(['j', '?', '/', 'Enter'].map((key) => keyOf({ ...plain, key }))).toEqual(['j', '?', '/', 'Enter']);
    expect(keyOf({ ...plain, key: ' ' })).toBe('Space');
  });

  it('counts the command key of a Mac as Ctrl', () => {
    expect(keyOf({ ...plain, key: 'k', ctrlKey: true })).toBe('Ctrl+K');
    expect(keyOf({ ...plain, key: 'k', metaKey: true })).toBe('Ctrl+K');
  });

  it('is nothing while only a modifier or Alt is down', () => {
    expect(keyOf({ ...plain, key: 'Shift' })).toBeNull();
    expect(keyOf({ ...plain, key: 'j', altKey: true })).toBeNull();
  });
});

describe('a key that belongs to the control in focus', () => {
  it('is every single key in a field', () => {
    const field = { tagName: 'INPUT', type: 'search' };
    expect(['j', 'Space', '?', '/'].map((key) => belongsToControl(key, field))).toEqual([true, true, true, true]);
    expect(belongsToControl('j', { tagName: 'DIV', isContentEditable: true })).toBe(true);
  });

  it('is what presses a button or a link, and no other', () => {
    for (const tagName of ['BUTTON', 'A', 'SUMMARY']) {
      expect(['Space', 'Enter', 'j'].map((key) => belongsToControl(key, { tagName }))).toEqual([true, true, false]);
    }
  });

  it('is what ticks a box, and no other', () => {
    const box = { tagName: 'INPUT', type: 'checkbox' };
    expect(['Space', 'x', 'j'].map((key) => belongsToControl(key, box))).toEqual([true, false, false]);
  });

  it('is never one with a modifier', () => {
    expect(belongsToControl('Ctrl+K', { tagName: 'INPUT' })).toBe(false);
  });

  it('is none where nothing has the focus', () => {
    expect(belongsToControl('Space', null)).toBe(false);
    expect(belongsToControl('Space', { tagName: 'BODY' })).toBe(false);
  });
});
