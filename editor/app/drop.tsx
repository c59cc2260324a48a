/** What is dragged onto the window: files are opened, and nothing else makes the browser leave the page. */
import { useEffect, useState } from 'react';
import { openFiles } from '../commands/open-files.ts';
import { notify } from '../state/look/notices.ts';

/** Says that what is dragged may be dropped, while it is over the window. */
export function DropTarget() {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      const hasFiles = event.dataTransfer?.types.includes('Files') === true;
      if (!hasFiles && isTyping(event.target)) return;
      event.preventDefault();
      if (!hasFiles && event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
      setIsOver(hasFiles);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent): void => {
      setIsOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0 && isTyping(event.target)) return;
      event.preventDefault();
      if (files.length > 0) void openFiles(files);
      else notify('refused', 'what was dropped is no file', 'save it as a file, and drop that');
    };
    const listeners = [
      ['dragenter', over],
      ['dragover', over],
      ['dragleave', leave],
      ['drop', drop],
    ] as const;
    for (const [name, listener] of listeners) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of listeners) window.removeEventListener(name, listener);
    };
  }, []);
  return (
    <div className="drop-target" role="status" aria-label="Dropping files" hidden={!isOver}>
      {isOver && (
        <p>
          <strong>Drop to open</strong>
          <span>a graph (JSON), or data to train on (tables, MNIST-like images, CIFAR-10)</span>
        </p>
      )}
    </div>
  );
}

/** Where text is typed, text and links may be dropped. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
