/** A number of the document in a line of a panel, whose drag is one undo entry. */
import { NumberField, type NumberFieldProps } from '../widgets/number-field.tsx';
import { useUndoGesture } from './undo-gesture.ts';

export interface SettingNumberProps
  extends Pick<
    NumberFieldProps,
    'label' | 'value' | 'integer' | 'ladder' | 'min' | 'max' | 'step'
  > {
  /** Changes of one gesture share it. */
  readonly onChange: (value: number, gesture?: string) => void;
}

export function SettingNumber({ onChange, ...number }: SettingNumberProps) {
  const gesture = useUndoGesture();
  return (
    <NumberField
      {...number}
      inline
      onChange={(next) => onChange(next, gesture.current())}
      onScrubStart={gesture.begin}
      onScrubEnd={gesture.end}
      onScrubGiveUp={gesture.giveUp}
    />
  );
}
