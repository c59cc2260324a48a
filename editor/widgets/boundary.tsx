/** Keeps a fault of one part of the page from taking the rest with it: says what happened and lets one try again. */
import { Component, type ReactNode } from 'react';
import { NoticeBox } from './notice-box.tsx';

export interface BoundaryProps {
  /** What stands here, as the beginning of a sentence: `The canvas`. */
  readonly what: string;
  readonly children: ReactNode;
  /** Called before the part is shown again. */
  readonly onRetry?: () => void;
  /** More ways out, such as saving the graph. */
  readonly actions?: ReactNode;
}

interface BoundaryState {
  readonly fault: string | null;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { fault: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { fault: error instanceof Error ? error.message : String(error) };
  }

  private readonly retry = (): void => {
    this.props.onRetry?.();
    this.setState({ fault: null });
  };

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return (
      <NoticeBox
        danger
        alert
        className="boundary"
        text={`${this.props.what} could not be shown. Your graph is intact.`}
        hint={fault}
      >
        <p className="boundary-actions">
          <button type="button" className="button" onClick={this.retry}>
            Try again
          </button>
          <button type="button" className="button" onClick={() => location.reload()}>
            Reload the page
          </button>
          {this.props.actions}
        </p>
      </NoticeBox>
    );
  }
}
