'use client';

/** What the tabs of one browser tell each other about the session that they share. */
export type SessionNews = { type: 'signed-out' } | { type: 'signed-in'; userId: string };

const NAME = 'todo.session';

/** Tells the other tabs. */
export const tellOtherTabs = (news: SessionNews): void => {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(news);
  channel.close();
};

/** Hears from the other tabs, until the returned function is called. */
export const listenToOtherTabs = (listener: (news: SessionNews) => void): (() => void) => {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<SessionNews>) => listener(data);
  return () => channel.close();
};
