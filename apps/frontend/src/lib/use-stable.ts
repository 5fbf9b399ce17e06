'use client';

import { useEffect, useRef, useState } from 'react';

/** The same object at each render, whose functions do what those of the last render do: for children that compare it. */
export const useStable = <Name extends string, Functions extends Record<Name, (...all: never[]) => void>>(
  latest: Functions & Record<Name, unknown>,
): Functions => {
  const newest = useRef(latest);
  useEffect(() => {
    newest.current = latest;
  });
  const [stable] = useState(() => {
    const names = Object.keys(latest) as Name[];
    const entries = names.map((name) => [name, (...all: never[]) => newest.current[name](...all)]);
    return Object.fromEntries(entries) as Functions;
  });
  return stable;
};
