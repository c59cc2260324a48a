/** Text with line numbers that scrolls; the numbers are not part of what is selected. */

export interface NumberedTextProps {
  readonly label: string;
  readonly text: string;
}

export function NumberedText({ label, text }: NumberedTextProps) {
  const lines = text.trimEnd().split('\n').length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className="numbered" tabIndex={0} aria-label={label}>
      <pre className="numbered-lines" aria-hidden="true">
        {Array.from({ length: lines }, (_, i) => i + 1).join('\n')}
      </pre>
      <pre className="numbered-text">{text.trimEnd()}</pre>
    </section>
  );
}
