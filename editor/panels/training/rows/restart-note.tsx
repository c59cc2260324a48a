/** Says before a change what it does to the run; always there, so that no field moves when the run begins. */
import { useStore } from 'zustand';
import { runStore } from '../../../state/results/run-store.ts';
import { Icon } from '../../../widgets/icon.tsx';

export function RestartNote() {
  const isUnderWay = useStore(runStore, ({ training }) => (training?.latest.step ?? 0) > 0);
  return (
    <p className="training-restart">
      <Icon name="reset" size={13} />
      {isUnderWay ? 'A change here begins again at step 0.' : 'A change here begins a new run.'}
    </p>
  );
}
