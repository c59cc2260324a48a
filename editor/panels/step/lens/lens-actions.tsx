/** What can be done with what was moved: look closer or farther, put it back, keep it as one edit. */

interface LensActionsProps {
  readonly isMoved: boolean;
  readonly onPutBack: () => void;
  /** Absent where no document could keep it. */
  readonly onKeep?: (() => void) | undefined;
  /** Shows less of the line (−1) or more (1). */
  readonly onReach?: ((by: 1 | -1) => void) | undefined;
}

export function LensActions({ isMoved, onPutBack, onKeep, onReach }: LensActionsProps) {
  return (
    <div className="lens-actions">
      {onReach !== undefined && (
        <>
          <button
            type="button"
            className="button lens-reach-button"
            aria-label="Look closer"
            title="Look closer"
            onClick={() => onReach(-1)}
          >
            +
          </button>
          <button
            type="button"
            className="button lens-reach-button"
            aria-label="See more around it"
            title="See more around it"
            onClick={() => onReach(1)}
          >
            −
          </button>
        </>
      )}
      <span className="bar-spacer" />
      <button type="button" className="button" disabled={!isMoved} onClick={onPutBack}>
        Put back
      </button>
      {onKeep !== undefined && (
        <button
          type="button"
          className="button button-primary"
          disabled={!isMoved}
          onClick={onKeep}
        >
          Keep
        </button>
      )}
    </div>
  );
}
