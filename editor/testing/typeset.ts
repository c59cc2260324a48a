/** Typesets a formula as the editor does; the test file asks for happy-dom itself. */
import { loadKatex } from '../widgets/load-katex.ts';

/** What is wrong with a formula, or null when it can be typeset. */
export async function latexFault(tex: string): Promise<string | null> {
  const render = await loadKatex();
  try {
    render(tex, document.createElement('span'), true);
    return null;
  } catch (error) {
    return `${tex}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
