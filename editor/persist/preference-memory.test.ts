// @vitest-environment happy-dom

import { beforeEach, expect, test } from 'vitest';
import { preferenceStore } from '../state/look/preferences.ts';
import { readPreferences, rememberPreferences } from './preference-memory.ts';

beforeEach(() => localStorage.clear());

test('the theme and the shapes come back', () => {
  const stop = rememberPreferences();
  preferenceStore.setState({ theme: 'dark', showShapes: true });
  stop();
  preferenceStore.setState({ theme: 'system', showShapes: false });
  rememberPreferences()();
  expect(preferenceStore.getState()).toMatchObject({ theme: 'dark', showShapes: true });
});

test.each(['not json', 'null', '3', '{"theme":"blue","showShapes":"yes"}'])(
  'stored nonsense such as %s is left alone',
  (text) => {
    localStorage.setItem('gradwire-preferences', text);
    expect(readPreferences()).toEqual({});
  },
);
