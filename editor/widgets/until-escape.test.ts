// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { untilEscape } from './until-escape.ts';

const key = (name: string): KeyboardEvent =>
  new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true });
const listen = vi.fn();
window.addEventListener('keydown', listen);
afterEach(() => listen.mockClear());

test('Escape gives the gesture up, once, and means nothing else', () => {
  const giveUp = vi.fn();
  untilEscape(giveUp);
  document.body.dispatchEvent(key('a'));
  expect(giveUp).not.toHaveBeenCalled();
  document.body.dispatchEvent(key('Escape'));
  expect([giveUp.mock.calls.length, listen.mock.calls.length]).toEqual([1, 1]);
  document.body.dispatchEvent(key('Escape'));
  expect([giveUp.mock.calls.length, listen.mock.calls.length]).toEqual([1, 2]);
});

test('after its end Escape is a key as any other', () => {
  const giveUp = vi.fn();
  untilEscape(giveUp)();
  document.body.dispatchEvent(key('Escape'));
  expect([giveUp.mock.calls.length, listen.mock.calls.length]).toEqual([0, 1]);
});

test('letting go of the button afterwards presses nothing, the next press does', () => {
  const click = vi.fn();
  document.body.addEventListener('click', click);
  untilEscape(() => {});
  document.body.dispatchEvent(key('Escape'));
  document.body.click();
  expect(click).not.toHaveBeenCalled();
  document.body.click();
  expect(click).toHaveBeenCalledTimes(1);
});
