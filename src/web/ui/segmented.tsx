import { useId } from 'react';
import './segmented.css';

export interface SegmentedProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly block?: boolean | undefined;
}

/** One of a few, all in sight; a radio group for the keyboard. */
export function Segmented({ label, value, options, onChange, block }: SegmentedProps) {
  const name = useId();
  return (
    <fieldset className={block ? 'q-segmented q-segmented-block' : 'q-segmented'}>
      <legend className="sr">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="q-segmented-item">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
