/** What the user likes, whatever document is open; the browser remembers it. */

import { createStore } from 'zustand/vanilla';
import type { SpeedWish } from '../../../graph-core/worker/messages/protocol.ts';

/** Light, dark, or as the system says. */
export type Theme = 'system' | 'light' | 'dark';

/** State of the preferences. */
export interface Preferences {
  readonly theme: Theme;
  /** Shapes stand at outputs, beside the numbers. */
  readonly showShapes: boolean;
  /** Training may round a product and a sum once: faster, but digits differ between machines. */
  readonly fusedArithmetic: boolean;
  /** Steps a second at which training plays. */
  readonly trainingSpeed: SpeedWish;
  /** How fast stepping plays, as a factor of the plain speed. */
  readonly stepSpeed: number;
  /** While training, wires show what their units respond to, where that can be pictured. */
  readonly unitPictures: boolean;
  /** Equal distances on the axis of the loss, or of the steps, are equal factors. */
  readonly logLoss: boolean;
  readonly logSteps: boolean;
}

/** The one set of preferences. */
export const preferenceStore = createStore<Preferences>(() => ({
  theme: 'system',
  showShapes: true,
  fusedArithmetic: false,
  trainingSpeed: 'fitting',
  stepSpeed: 1,
  unitPictures: true,
  logLoss: false,
  logSteps: false,
}));
