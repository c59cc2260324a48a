/** Which rows of the training panel are unfolded; they stay so while one works, also in another mode. */
import { createStore } from 'zustand/vanilla';

/** By the name of the row; one that nobody has touched is as it is at first. */
export const openRows = createStore<Readonly<Record<string, boolean>>>(() => ({}));

/** Unfolds a row, or folds it up. */
export function setRow(name: string, isOpen: boolean): void {
  openRows.setState({ [name]: isOpen });
}
