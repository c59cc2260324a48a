/** Text of a lesson as elements: blocks, running text, formulas, and terms that point at the graph. */
import { Fragment, useMemo } from 'react';
import { formulaTex } from '../../../graph-core/lessons/formula-numbers.ts';
import {
  type Block,
  type Inline,
  plainText,
  richText,
} from '../../../graph-core/lessons/rich-text.ts';
import { Latex } from '../../widgets/latex.tsx';
import { Term } from './term.tsx';

/** A text in Markdown. */
export function RichText({ text }: { readonly text: string }) {
  const blocks = useMemo(() => richText(text), [text]);
  return (
    <div className="lesson-text">
      {numbered(blocks).map(([key, block]) => (
        <BlockView key={key} block={block} />
      ))}
    </div>
  );
}

/** What has no name of its own is known by its place. */
function numbered<T>(items: readonly T[]): readonly (readonly [string, T])[] {
  return items.map((item, i) => [String(i), item]);
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Running content={block.content} />
        </p>
      );
    case 'heading':
      return (
        <h4 className="panel-heading">
          <Running content={block.content} />
        </h4>
      );
    case 'quote':
      return (
        <blockquote>
          <Running content={block.content} />
        </blockquote>
      );
    case 'formula':
      return (
        <div className="lesson-formula">
          <Latex tex={formulaTex(block.text)} display />
        </div>
      );
    case 'code':
      return <pre>{block.text}</pre>;
    case 'list': {
      const items = numbered(block.items).map(([key, content]) => (
        <li key={key}>
          <Running content={content} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return <TableView {...block} />;
    default:
      return block satisfies never;
  }
}

function TableView({ head, rows }: Pick<Extract<Block, { kind: 'table' }>, 'head' | 'rows'>) {
  return (
    <div className="lesson-table">
      <table>
        <thead>
          <tr>
            {numbered(head).map(([key, cell]) => (
              <th key={key} scope="col">
                <Running content={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {numbered(rows).map(([key, row]) => (
            <tr key={key}>
              {numbered(row).map(([column, cell]) => (
                <td key={column}>
                  <Running content={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Running({ content }: { readonly content: readonly Inline[] }) {
  return numbered(content).map(([key, part], i) => {
    const before = content[i - 1];
    const after = content[i + 1];
    const mark = part.kind === 'link' ? markOf(after) : '';
    return (
      <Fragment key={key}>
        {mark !== '' ? (
          <span className="together">
            <Part part={part} />
            {mark}
          </span>
        ) : (
          <Part
            part={
              before?.kind === 'link' && part.kind === 'text'
                ? { kind: 'text', text: part.text.slice(markOf(part).length) }
                : part
            }
          />
        )}
      </Fragment>
    );
  });
}

/** The punctuation a text begins with: it stays in the line of the term before it. */
function markOf(part: Inline | undefined): string {
  return part?.kind === 'text' ? (/^[.,:;!?)\]]+/.exec(part.text)?.[0] ?? '') : '';
}

function Part({ part }: { readonly part: Inline }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code>{part.text}</code>;
    case 'formula':
      return <Latex tex={formulaTex(part.text)} />;
    case 'strong':
      return (
        <strong>
          <Running content={part.content} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Running content={part.content} />
        </em>
      );
    case 'link':
      return (
        <Term to={part.to} text={plainText(part.content)}>
          <Running content={part.content} />
        </Term>
      );
    case 'break':
      return <br />;
    default:
      return part satisfies never;
  }
}
