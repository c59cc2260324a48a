/** One node in full: help, formula, attributes, value and gradient. */
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AttrValue, GraphNode, NodeId } from '../../../graph-core/graph/document.ts';
import { completeAttrs, type OpDef } from '../../../graph-core/ops/kit/operation.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';
import type { Tensor, TensorLiteral } from '../../../graph-core/tensor/tensor.ts';
import { literalFromTensor } from '../../../graph-core/tensor/tensor.ts';
import { OriginButton } from '../../controls/origin-button.tsx';
import { SettingField } from '../../controls/setting-field.tsx';
import { chooseTarget } from '../../state/document/graph-edits.ts';
import { rename, setAttribute, setAttributes } from '../../state/document/value-edits.ts';
import { questionableNode } from '../../state/results/questionable.ts';
import { type NodeNumbers, runStore } from '../../state/results/run-store.ts';
import { problemsAtNode } from '../../state/results/selectors.ts';
import { Later } from '../../widgets/later.tsx';
import { isPrinted } from '../../widgets/tensor-grid.tsx';
import { loadDerivatives } from './derivatives/load-derivatives.ts';
import { NumbersOf, originWords, Problems } from './inspector-parts.tsx';
import { loadNodeFormula } from './load-node-formula.ts';

/** The node; its record is handed on, so that it is read once. */
export interface NodeInspectorProps {
  readonly id: NodeId;
  readonly node: GraphNode;
}

export function NodeInspector({ id, node }: NodeInspectorProps) {
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const numbers = snapshot.nodes.get(id);
  const isTarget = snapshot.target === id;
  const definition = opDef(node.op);
  if (definition === null) {
    return (
      <section className="panel-section">
        <h2 className="panel-title">{node.op}</h2>
        <p>This operation is not part of this version. The node is kept as it is.</p>
      </section>
    );
  }
  return (
    <>
      <section className="panel-section">
        <div>
          <p className="quiet">{definition.doc.category}</p>
          <h2 className="panel-title">{definition.doc.title}</h2>
        </div>
        <p>{definition.doc.summary}</p>
        {definition.kind !== 'source' && (
          <Later what="The formula" load={loadNodeFormula} props={{ id, definition }} />
        )}
        <NameField id={id} name={node.name ?? ''} />
      </section>
      <Problems problems={problemsAtNode(snapshot, id)} />
      <Attributes id={id} node={node} definition={definition} />
      {numbers !== undefined && <Numbers id={id} node={node} numbers={numbers} />}
      {numbers !== undefined && definition.kind !== 'source' && (
        <Derivatives id={id} isOne={numbers.value.data.length === 1} />
      )}
      <section className="panel-section">
        <button
          type="button"
          className="button"
          disabled={isTarget || numbers === undefined}
          onClick={() => chooseTarget(id)}
        >
          {isTarget ? 'Gradients are taken of this node' : 'Take gradients of this node'}
        </button>
      </section>
    </>
  );
}

/** The whole matrix of derivatives, when someone asks for it. */
function Derivatives({ id, isOne }: { readonly id: NodeId; readonly isOne: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="panel-section">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="panel-heading">{isOne ? 'Hessian' : 'Jacobian'}</summary>
        {isOpen && <Later what="The derivatives" load={loadDerivatives} props={{ id }} />}
      </details>
    </section>
  );
}

/** What the node can be told. */
function Attributes({ id, node, definition }: NodeInspectorProps & { readonly definition: OpDef }) {
  const attrs = completeAttrs(definition, node.attrs);
  // A value that is drawn is shown below; the one written in the document plays no part.
  const isDrawn = attrs.init !== undefined && attrs.init !== 'value';
  const specs = Object.entries(definition.attrs).filter(([name]) => !(isDrawn && name === 'value'));
  if (specs.length === 0) return null;
  return (
    <section className="panel-section" aria-label="Attributes">
      {specs.map(([name, spec]) => (
        <SettingField
          key={name}
          name={name}
          spec={spec}
          value={attrs[name]}
          onChange={(value, gesture) => changeAttribute(id, node, name, { value, gesture })}
        />
      ))}
    </section>
  );
}

/** Its value, which may be the user's own, and its gradient. */
function Numbers({
  id,
  node,
  numbers: { value, gradient },
}: NodeInspectorProps & { readonly numbers: NodeNumbers }) {
  const place = questionableNode(
    useStore(runStore, (run) => run.snapshot),
    id,
  );
  return (
    <section className="panel-section" aria-label="Numbers">
      <NumbersOf title="Value" kind="value" tensor={value} onEdit={editor(id, node, value)} />
      {gradient === null ? (
        <p className="quiet">No gradient reaches it: the target does not depend on it.</p>
      ) : (
        <NumbersOf title="Gradient" kind="gradient" tensor={gradient} />
      )}
      <OriginButton place={place} words={originWords(place, gradient)} />
    </section>
  );
}

/** A value and a shape that no longer agree are changed together, so that typing one is enough. */
function changeAttribute(
  id: NodeId,
  node: GraphNode,
  name: string,
  { value, gesture }: { readonly value: AttrValue; readonly gesture: string | undefined },
): void {
  if (name === 'init' && value !== 'value' && node.attrs.shape == null) {
    setAttributes(id, { init: value, shape: [2, 2] });
  } else setAttribute(id, name, value, gesture);
}

/** Writes one element of a literal value; undefined where the numbers are not the user's own. */
function editor(
  id: NodeId,
  node: GraphNode,
  value: Tensor,
): ((index: number, x: number) => void) | undefined {
  const isOwn =
    opDef(node.op)?.kind === 'source' &&
    (node.attrs.init === undefined || node.attrs.init === 'value');
  // A single number is edited in its attribute and on the canvas.
  if (!isOwn || value.shape.length === 0 || !isPrinted(value.shape)) return undefined;
  return (index, x) => {
    const data = value.data.slice();
    data[index] = x;
    const literal: TensorLiteral = literalFromTensor({ shape: value.shape, data });
    setAttribute(id, 'value', literal);
  };
}

function NameField({ id, name }: { readonly id: NodeId; readonly name: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    if (draft !== null) rename(id, draft);
    setDraft(null);
  };
  return (
    <label className="field field-inline">
      <span className="field-label">name</span>
      <input
        className="field-input"
        id="inspector-name"
        type="text"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        placeholder={id}
        value={draft ?? name}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          else if (event.key === 'Escape' && draft !== null) {
            event.stopPropagation();
            setDraft(null);
          }
        }}
        onBlur={commit}
      />
    </label>
  );
}
