/**
 * What a pressed key is called, on keyboards everywhere. What a key types decides; where that is no
 * Latin letter, or a sign that no command has, the place of the key does: `я` with Ctrl is Ctrl+Z.
 */

/** True on machines with a Command key. */
export function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

/** Signs by the place of their key on a US keyboard, alone and with Shift. */
const SIGNS: Readonly<Record<string, readonly [alone: string, withShift: string]>> = {
  BracketLeft: ['[', ''],
  BracketRight: [']', ''],
  Slash: ['/', '?'],
};

const LATIN_LETTER = /^[a-z]$/i;

/** A letter or syllable of another script: `я`, `ש`, `لا`, `ๅ`; neither `ü` nor a name such as `Enter`. */
const OTHER_SCRIPT = /^[^\p{Script=Latin}\p{Script=Common}\p{ASCII}]+$/u;

/**
 * The names of a pressed key, such as `Mod+Shift+Z` or `]`: first what it types, then what its place on
 * the keyboard says. None with the other machine's modifier held.
 */
export function keyNames(event: KeyboardEvent): readonly string[] {
  const [mod, other] = isApple() ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  if (other) return [];
  // AltGr types characters; Windows reports it as Ctrl and Alt.
  const altGraph = !isApple() && event.getModifierState('AltGraph');
  const types = mod && event.altKey && altGraph;
  const prefix = `${mod && !types ? 'Mod+' : ''}${event.altKey && !types ? 'Alt+' : ''}`;
  const names = [typedName(event)];
  if (!altGraph) names.push(placeName(event));
  return names.filter((name) => name !== '').map((name) => prefix + name);
}

/** The digit that a key types or, without Shift, is the key of; null for every other key. */
export function digitOf(event: {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
}): number | null {
  if (/^\d$/.test(event.key)) return Number(event.key);
  const place = event.shiftKey ? null : /^Digit(\d)$/.exec(event.code);
  return place === null ? null : Number(place[1]);
}

function typedName({ key, shiftKey }: KeyboardEvent): string {
  if (LATIN_LETTER.test(key)) return `${shiftKey ? 'Shift+' : ''}${key.toUpperCase()}`;
  if (key === ' ') return 'Space';
  // A character such as ? already says that Shift was held.
  return `${shiftKey && /^[A-Z]\w/.test(key) ? 'Shift+' : ''}${key}`;
}

function placeName(event: KeyboardEvent): string {
  const { key, code, shiftKey, altKey } = event;
  if (LATIN_LETTER.test(key)) return '';
  const digit = digitOf(event);
  if (digit !== null) return String(digit);
  if (Object.hasOwn(SIGNS, code)) return SIGNS[code][shiftKey ? 1 : 0];
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  // With Alt held, Apple keyboards type another character than the one printed on the key.
  const asPrinted = OTHER_SCRIPT.test(key) || (isApple() && altKey);
  return letter !== undefined && asPrinted ? `${shiftKey ? 'Shift+' : ''}${letter}` : '';
}
