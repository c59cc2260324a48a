/** Why a file could not be opened: every fault with its place and its repair. */
import { useStore } from 'zustand';
import { dialogStore } from '../../state/look/dialogs.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { NoticeBox } from '../../widgets/notice-box.tsx';

const close = (): void => dialogStore.setState({ openProblems: null });

export function OpenProblems() {
  const refusal = useStore(dialogStore, (state) => state.openProblems);
  return (
    <Dialog
      open={refusal !== null}
      wide
      title={`${refusal?.source ?? 'The file'} was not opened`}
      onClose={close}
    >
      <p>
        Your graph is as it was. The file has{' '}
        {refusal?.problems.length === 1 ? 'this problem' : 'these problems'}:
      </p>
      <ul className="problem-list open-problems">
        {refusal?.problems.map(({ code, path, message, hint }) => (
          <li key={`${code} ${path ?? ''} ${message}`}>
            <NoticeBox danger place={path} text={message} hint={hint} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
