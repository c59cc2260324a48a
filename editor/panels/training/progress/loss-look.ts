/** How the curve of the loss is looked at, whatever run it is of. */
import { createStore } from 'zustand/vanilla';

/** `logScale`: equal distances are equal factors, which shows progress when losses have become small. */
export const lossLook = createStore(() => ({ logScale: false }));
