/** The theme's colors for drawing on a canvas, which knows no custom properties. */
import { useEffect, useState } from 'react';
import type { HeatKind, HeatPalette, Rgb } from './heat-palette.ts';

/** The text of a color token, for example `themeColor('value')`. */
export function themeColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** A color token as numbers. */
export function themeRgb(name: string): Rgb {
  return parseHexColor(themeColor(name));
}

/** `#rrggbb`, or `#rgb` as minifiers shorten it; mid-gray when it is neither. */
export function parseHexColor(text: string): Rgb {
  const match = /^#(?:(..)(..)(..)|(.)(.)(.))$/.exec(text);
  if (!match) return [128, 128, 128];
  const channel = (k: number) => Number.parseInt(match[k] ?? match[k + 3].repeat(2), 16);
  return [channel(1), channel(2), channel(3)];
}

/** The diverging scale of the present theme for numbers of that kind. */
export function themeHeatPalette(kind: HeatKind): HeatPalette {
  return {
    zero: themeRgb('heat-zero'),
    positive: themeRgb(`heat-${kind}-positive`),
    negative: themeRgb(`heat-${kind}-negative`),
    missing: themeRgb('heat-missing'),
  };
}

let version = 0;
const listeners = new Set<(version: number) => void>();
let stopWatching: (() => void) | null = null;

/** A number that changes with the theme: put it into the dependencies of what draws. */
export function useThemeVersion(): number {
  const [seen, setSeen] = useState(version);
  useEffect(() => {
    listeners.add(setSeen);
    stopWatching ??= watchTheme();
    return () => {
      listeners.delete(setSeen);
      if (listeners.size > 0) return;
      stopWatching?.();
      stopWatching = null;
    };
  }, []);
  return seen;
}

/** One watcher for the whole page, however many canvases there are. */
function watchTheme(): () => void {
  const changed = () => {
    version += 1;
    for (const listener of listeners) listener(version);
  };
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  const choice = new MutationObserver(changed);
  choice.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    dark.removeEventListener('change', changed);
    choice.disconnect();
  };
}
