'use client';

import { useState } from 'react';
import { TextField, type TextFieldProps } from './field';

/** A password that can be shown. Pasting and password managers work: nothing is in their way. */
export const PasswordField = (props: Omit<TextFieldProps, 'type' | 'end'>) => {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      end={
        <button
          type="button"
          aria-label={`${shown ? 'Hide' : 'Show'} ${props.label.toLowerCase()}`}
          onClick={() => setShown(!shown)}
          className="min-h-9 rounded px-2.5 text-small font-semibold text-soft hover:text-ink sm:min-h-7"
        >
          {shown ? 'Hide' : 'Show'}
        </button>
      }
    />
  );
};
