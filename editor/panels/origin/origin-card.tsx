/** "Where does it come from?": the answer over the canvas, each number on the way leading to its place. */
import './origin.css';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { NumberOrigin, OriginLink } from '../../../graph-core/diagnose/number-origin.ts';
import { type GraphDocument, nodeLabel } from '../../../graph-core/graph/document.ts';
import type { OfferedRewrite, OriginAnswer } from '../../../graph-core/studies/number-origin.ts';
import { askStudy } from '../../run/computation.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { writeAnew } from '../../state/document/rewrite-edits.ts';
import { canvasStore } from '../../state/look/canvas-look.ts';
import { type AskedNumber, closeOrigin } from '../../state/look/origin-store.ts';
import { select } from '../../state/look/selection-store.ts';
import { runStore } from '../../state/results/run-store.ts';
import { formatNumber } from '../../widgets/format-number.ts';
import { IconButton } from '../../widgets/icon-button.tsx';

/** The number that is asked about. */
export interface OriginCardProps {
  readonly asked: AskedNumber;
}

/** The answer, and the document it is about. */
interface Answered extends OriginAnswer {
  readonly about: GraphDocument;
}

/** What was found: null while it is looked for, a sentence where there is nothing. */
type Found = Answered | string | null;

export function OriginCard({ asked }: OriginCardProps) {
  const document = useStore(documentStore, (state) => state.document);
  const found = useFound(asked);
  const title = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question is read from its beginning
  useEffect(() => title.current?.focus(), [asked]);
  useEffect(() => () => canvasStore.setState({ lit: null }), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    closeOrigin();
  };
  const isAnswer = found !== null && typeof found !== 'string';
  return (
    <section className="origin-card" aria-label="Where it comes from" onKeyDown={onKeyDown}>
      <div className="origin-head">
        <h2 className="origin-title" tabIndex={-1} ref={title}>
          {isAnswer ? questionOf(document, found.origin) : 'Where does it come from?'}
        </h2>
        <IconButton icon="close" label="Close" onClick={closeOrigin} />
      </div>
      <div aria-live="polite">
        {found === null && <p className="quiet">Following the numbers back …</p>}
        {typeof found === 'string' && <p>{found}</p>}
        {isAnswer && (
          <>
            <p className="origin-words">{sentence(found.origin.words)}</p>
            <Way origin={found.origin} document={document} />
            <Rewrites rewrites={found.rewrites} about={found.about} />
          </>
        )}
      </div>
    </section>
  );
}

/** The answer for the numbers as they are now: asked again when they change. */
function useFound(asked: AskedNumber): Found {
  const version = useStore(runStore, ({ snapshot }) => snapshot.version);
  const [found, setFound] = useState<Found>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other numbers may have another origin
  useEffect(() => {
    let isWanted = true;
    const { place, element } = asked;
    const about = documentStore.getState().document;
    const which = element === undefined ? {} : { element };
    void askStudy<'origin'>({ ask: 'origin', place, ...which }).then((answer) => {
      if (!isWanted) return;
      if (answer === null) setFound('The computation gave no answer.');
      else setFound('message' in answer ? sentence(answer.message) : { ...answer, about });
    });
    return () => {
      isWanted = false;
    };
  }, [asked, version]);
  return found;
}

/** With a full stop; what begins with a formula, such as `ln 0 = −∞`, begins small. */
function sentence(words: string): string {
  const first = /^[a-z]+ [^=:]*=/.test(words.slice(0, 24)) ? words[0] : words[0]?.toUpperCase();
  return `${first ?? ''}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`;
}

const WHAT = { nan: 'NaN', infinite: 'infinity', zero: '0' } as const;

function questionOf(document: GraphDocument, { kind, links }: NumberOrigin): string {
  const last = links[links.length - 1];
  if (last === undefined) return 'Where does it come from?';
  const of = last.pass === 'gradient' ? 'the gradient of ' : '';
  const label = labelOf(document, last);
  return kind === 'zero'
    ? `Why is ${of}${label} 0?`
    : `Where does the ${WHAT[kind]} in ${of}${label} come from?`;
}

function labelOf(document: GraphDocument, { node, indices }: OriginLink): string {
  const label = document.nodes[node] === undefined ? node : nodeLabel(document, node);
  return indices.length === 0 ? label : `${label}[${indices.join(', ')}]`;
}

interface WayProps {
  readonly origin: NumberOrigin;
  readonly document: GraphDocument;
}

/** The numbers from the source to what was asked about. */
function Way({ origin: { source, links }, document }: WayProps) {
  const nodes = links.map(({ node }) => node);
  const light = (lit: readonly string[] | null) => () => canvasStore.setState({ lit });
  return (
    <ol className="origin-way" aria-label="From its source">
      {source !== null && nodes[0] !== source && (
        <li>
          <LinkButton link={null} node={source} document={document} light={light} />
        </li>
      )}
      {links.map((link) => (
        <li key={`${link.pass} ${link.node} ${link.edge ?? ''} ${link.indices.join(' ')}`}>
          <LinkButton link={link} node={link.node} document={document} light={light} />
        </li>
      ))}
    </ol>
  );
}

interface LinkButtonProps {
  readonly link: OriginLink | null;
  readonly node: string;
  readonly document: GraphDocument;
  readonly light: (lit: readonly string[] | null) => () => void;
}

/** Lights its node up, and goes there. */
function LinkButton({ link, node, document, light }: LinkButtonProps) {
  const go = (): void => {
    const edge = link?.edge;
    select(edge === undefined ? { nodes: [node], edges: [] } : { nodes: [], edges: [edge] });
    canvasStore.setState({ revealRequest: [node] });
  };
  return (
    <button
      type="button"
      className="origin-link"
      onClick={go}
      onPointerEnter={light([node])}
      onPointerLeave={light(null)}
      onFocus={light([node])}
      onBlur={light(null)}
    >
      <span>{link === null ? nodeLabel(document, node) : labelOf(document, link)}</span>
      {link !== null && (
        <span className={`origin-number ${link.pass}`}>
          <span className="visually-hidden">{link.pass} </span>
          {link.pass === 'gradient' ? '◂' : '▸'} {formatNumber(link.number)}
        </span>
      )}
    </button>
  );
}

/** Stable forms, each with the proof that other values stay. */
function Rewrites({
  rewrites,
  about,
}: {
  readonly rewrites: readonly OfferedRewrite[];
  readonly about: GraphDocument;
}) {
  if (rewrites.length === 0) return null;
  return (
    <div className="origin-rewrites">
      <h3 className="panel-heading">{rewrites.length === 1 ? 'A way out' : 'Ways out'}</h3>
      {rewrites.map((rewrite) => (
        <div key={rewrite.title} className="origin-rewrite">
          <button
            type="button"
            className="button"
            onClick={() => {
              if (writeAnew(about, rewrite.repaired, rewrite.title)) closeOrigin();
            }}
          >
            Write {rewrite.title}
          </button>
          <p className="quiet">{proof(rewrite)}</p>
        </div>
      ))}
    </div>
  );
}

/** `Elsewhere the values stay: 240 numbers at drawn inputs differ by 2e-16 at most.` */
function proof({ epsilon, agreement: { numbers, largest } }: OfferedRewrite): string {
  const count = `${numbers.toLocaleString('en-US')} numbers at drawn inputs`;
  if (epsilon !== undefined) {
    return `Values move a little: ${count} differ by ${formatNumber(largest)} at most.`;
  }
  return largest === 0
    ? `Elsewhere the values stay: ${count} are the same to the last digit.`
    : `Elsewhere the values stay: ${count} differ by ${formatNumber(largest)} at most.`;
}
