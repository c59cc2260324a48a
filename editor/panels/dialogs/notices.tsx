/** Short messages in the corner of the canvas: what was done, what was refused and why. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { noticeStore } from '../../state/look/notices.ts';
import { NoticeBox } from '../../widgets/notice-box.tsx';

/** Time a message stays, in ms; refusals stay longer, they have a hint to read. */
const STAYS = { done: 2500, refused: 8000 } as const;

export function Notices() {
  const notice = useStore(noticeStore, (state) => state.notice);
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(() => noticeStore.setState({ notice: null }), STAYS[notice.kind]);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div className="notices" role="status">
      {notice !== null && (
        <NoticeBox
          key={notice.serial}
          danger={notice.kind === 'refused'}
          text={notice.text}
          hint={notice.hint}
        />
      )}
    </div>
  );
}
