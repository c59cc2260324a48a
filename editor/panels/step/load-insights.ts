/** What the margin tells besides steps, which loads when it is first asked for. */

export const loadLens = async () => (await import('./lens/lens-view.tsx')).LensView;
export const loadForward = async () => (await import('./forward/forward-view.tsx')).ForwardView;
export const loadCheck = async () => (await import('./check/check-view.tsx')).CheckView;
