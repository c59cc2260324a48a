// @vitest-environment happy-dom

import { beforeEach, expect, test } from 'vitest';
import { preferenceStore } from '../state/look/preferences.ts';
import { readPreferences, rememberPreferences } from './preference-memory.ts';

beforeEach(() => localStorage.clear());

test('the theme, the shapes and the speed of training come back', () => {
  const stop = rememberPreferences();
  preferenceStore.setState({ theme: 'dark', showShapes: true, trainingSpeed: 50 });
  stop();
  preferenceStore.setState({ theme: 'system', showShapes: false, trainingSpeed: 'fitting' });
  rememberPreferences()();
  expect(preferenceStore.getState()).toMatchObject({
    theme: 'dark',
    showShapes: true,
    trainingSpeed: 50,
  });
});

test('which axes of the loss have equal factors comes back, and whether units are pictured', () => {
  const stop = rememberPreferences();
  preferenceStore.setState({ logLoss: true, logSteps: true, unitPictures: false });
  stop();
  expect(readPreferences()).toMatchObject({ logLoss: true, logSteps: true, unitPictures: false });
});

test.each(['not json', 'null', '3', '{"theme":"blue","showShapes":"yes","trainingSpeed":-3}'])(
  'stored nonsense such as %s is left alone',
  (text) => {
    localStorage.setItem('gradwire-preferences', text);
    expect(readPreferences()).toEqual({});
  },
);
