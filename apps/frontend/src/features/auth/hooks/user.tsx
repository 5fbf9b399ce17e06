'use client';

import type { User } from '@todo/contracts';
import { createContext, type ReactNode, use, useMemo, useState } from 'react';

interface Visitor {
  user: User;
  /** After the profile has been changed. */
  setUser: (user: User) => void;
  /** BCP 47, the first that the browser asked for: server and browser write the same dates with it. */
  locale: string;
}

const VisitorContext = createContext<Visitor | null>(null);

const useVisitor = (): Visitor => {
  const visitor = use(VisitorContext);
  if (visitor === null) throw new Error('this needs a UserProvider');
  return visitor;
};

/** The signed-in user. */
export const useUser = (): User => useVisitor().user;
export const useSetUser = (): ((user: User) => void) => useVisitor().setUser;
export const useLocale = (): string => useVisitor().locale;

/** Says who is signed in to everything inside. */
export const UserProvider = (props: { user: User; locale: string; children: ReactNode }) => {
  const [user, setUser] = useState(props.user);
  const visitor = useMemo(() => ({ user, setUser, locale: props.locale }), [user, props.locale]);
  return <VisitorContext value={visitor}>{props.children}</VisitorContext>;
};
