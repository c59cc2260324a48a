/** Short messages in the corner of the canvas. */
import { createStore } from 'zustand/vanilla';

/** A short message that something happened or was refused; `serial` makes equal ones distinct. */
export interface Notice {
  readonly kind: 'done' | 'refused';
  readonly text: string;
  readonly hint: string;
  readonly serial: number;
}

/** State of the notices. */
export interface NoticeState {
  readonly notice: Notice | null;
}

/** The one notice. */
export const noticeStore = createStore<NoticeState>(() => ({ notice: null }));

/** Says something in the corner of the canvas. */
export function notify(kind: Notice['kind'], text: string, hint = ''): void {
  const serial = (noticeStore.getState().notice?.serial ?? 0) + 1;
  noticeStore.setState({ notice: { kind, text, hint, serial } });
}
