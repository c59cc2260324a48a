/** What is wrong with the net, each with what to do and leading to its node; and how gradients change through depth. */
import './net-health.css';
import { useStore } from 'zustand';
import type { LayerSize } from '../../graph-core/diagnose/net-diagnosis.ts';
import { nodeLabel } from '../../graph-core/graph/document.ts';
import { documentStore } from '../state/document/document-store.ts';
import { canvasStore } from '../state/look/canvas-look.ts';
import { selectNode } from '../state/look/selection-store.ts';
import { diagnosisStore } from '../state/results/diagnosis-store.ts';
import { formatNumber } from '../widgets/format-number.ts';
import { NoticeBox } from '../widgets/notice-box.tsx';

/** Fewer layers make no strip. */
const A_STRIP = 2;

export interface NetHealthProps {
  /** What is around it says what it is. */
  readonly isTitled?: boolean;
}

export function NetHealth({ isTitled = true }: NetHealthProps) {
  const diagnosis = useStore(diagnosisStore, (state) => state.diagnosis);
  const nodes = useStore(documentStore, ({ document }) => document.nodes);
  if (diagnosis === null) return null;
  const { findings, layers, rows } = diagnosis;
  const shown = findings.filter(({ node }) => nodes[node] !== undefined);
  if (shown.length === 0 && layers.length < A_STRIP) return null;
  return (
    <section className={isTitled ? 'panel-section' : 'net-health'} aria-label="Diagnosis">
      {isTitled && (
        <div className="inspector-numbers-head">
          <h3 className="panel-heading">Diagnosis</h3>
          {rows !== null && <span className="quiet">over {rows} rows</span>}
        </div>
      )}
      <ul className="problem-list">
        {shown.map(({ code, node, message, hint }) => (
          <li key={`${code} ${node}`}>
            <NoticeBox text={message} hint={hint} onPress={() => selectNode(node)} />
          </li>
        ))}
      </ul>
      {layers.length >= A_STRIP && <GradientStrip layers={layers} />}
    </section>
  );
}

/** The size of the gradient at each activation, on a logarithmic scale. */
function GradientStrip({ layers }: { readonly layers: readonly LayerSize[] }) {
  const document = useStore(documentStore, (state) => state.document);
  const sizes = layers.map(({ gradient }) => gradient).filter((x) => x > 0);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  // Two powers of ten at least, so that small differences look small.
  const span = Math.max(2, Math.log10(most / least));
  const share = (x: number): number =>
    x > 0 ? 0.12 + 0.88 * (1 - (Math.log10(most) - Math.log10(x)) / span) : 0.02;
  return (
    <div className="gradient-strip">
      <h4 className="quiet">Size of the gradient, the first layer first</h4>
      <ul>
        {layers.map(({ node, gradient }) => (
          <li key={node}>
            <button
              type="button"
              onClick={() => selectNode(node)}
              onPointerEnter={() => canvasStore.setState({ lit: [node] })}
              onPointerLeave={() => canvasStore.setState({ lit: null })}
            >
              <span className="gradient-strip-name">
                {document.nodes[node] === undefined ? node : nodeLabel(document, node)}
              </span>
              <span className="gradient-strip-bar">
                <span ref={(bar) => bar?.style.setProperty('width', `${100 * share(gradient)}%`)} />
              </span>
              <span className="gradient-strip-size">{formatNumber(gradient)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
