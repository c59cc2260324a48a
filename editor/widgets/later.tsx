/** A part that loads when it is first shown; one that does not come says so in its place and can be tried again. */
import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react';
import { Boundary } from './boundary.tsx';

/** Loads a component; its identity names the part. */
export type Load<P> = () => Promise<ComponentType<P>>;

/** Components by what loads them; React's lazy ones remember a failure, so they are made again then. */
const lazyParts = new Map<unknown, unknown>();

function lazyPart<P>(load: Load<P>): ComponentType<P> {
  const made = lazyParts.get(load) ?? lazy(async () => ({ default: await load() }));
  lazyParts.set(load, made);
  // What a loader is kept under was made of it.
  return made as ComponentType<P>;
}

export interface LaterProps<P> {
  /** What stands here, as the beginning of a sentence: `The step panel`. */
  readonly what: string;
  readonly load: Load<P>;
  readonly props: P & object;
  /** Holds its place until it is there; nothing when absent. */
  readonly meanwhile?: ReactNode;
}

export function Later<P>({ what, load, props, meanwhile = null }: LaterProps<P>) {
  const [, setAttempts] = useState(0);
  const retry = (): void => {
    lazyParts.delete(load);
    setAttempts((attempts) => attempts + 1);
  };
  const Loaded = lazyPart(load);
  return (
    <Boundary what={what} onRetry={retry}>
      <Suspense fallback={meanwhile}>
        <Loaded {...props} />
      </Suspense>
    </Boundary>
  );
}
