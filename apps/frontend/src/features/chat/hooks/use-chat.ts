'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { Turn } from '@todo/contracts';
import {
  createContext,
  use,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { useSignedOutSignal } from '@/features/auth/hooks/signed-out';
import { useLocale, useUser } from '@/features/auth/hooks/user';
import { useNow } from '@/features/tasks/hooks/use-now';
import { createCalendar } from '@/features/tasks/model/calendar';
import { api as browserApi, send } from '@/lib/api';
import { randomId } from '@/lib/random';
import type { Moment } from '../model/call-words';
import { type Chat, type ChatState, createChat } from '../model/chat';
import { type ChatApi, createChatApi } from '../model/chat-api';
import { waitOrOnline } from '../model/wait';

/** What every part of the panel needs. */
export interface Talk {
  api: ChatApi;
  chat: Chat;
  moment: Moment;
}

export const TalkContext = createContext<Talk | null>(null);

/** The talk with the assistant. Must be inside its panel. */
export const useTalk = (): Talk => {
  const talk = use(TalkContext);
  if (talk === null) throw new Error('useTalk needs a TalkContext');
  return talk;
};

/** What the talk is doing at the moment: changes with every word. */
export const useChatState = (): ChatState => {
  const { chat } = useTalk();
  return useSyncExternalStore(chat.subscribe, chat.state, chat.state);
};

/** The talk of the signed-in person, shared with the other tabs of the browser. */
export const useChat = (on: {
  number: (thread: string, conversationId: number) => void;
  over: (turn: Turn) => void;
}): Talk => {
  const user = useUser();
  const locale = useLocale();
  const client = useQueryClient();
  const signedOut = useSignedOutSignal();
  const onNumber = useEffectEvent(on.number);
  const onOver = useEffectEvent(on.over);
  const [{ api, chat, listenToTabs }] = useState(() => {
    const name = `todo.chat.${user.id}`;
    let channel: BroadcastChannel | undefined;
    const api = createChatApi(user.id, browserApi, send);
    const chat = createChat({
      client,
      api,
      randomId,
      onSignedOut: signedOut.raise,
      onNumber: (thread, conversationId) => onNumber(thread, conversationId),
      onOver: (turn) => onOver(turn),
      onNews: (conversationId) => channel?.postMessage(conversationId),
      wait: waitOrOnline,
    });
    const listenToTabs = () => {
      channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }: MessageEvent<number>) => chat.hear(data);
      return () => {
        channel?.close();
        channel = undefined;
      };
    };
    return { api, chat, listenToTabs };
  });
  useEffect(listenToTabs, [listenToTabs]);

  const [start] = useState(() => Date.now());
  const now = useNow(start);
  const calendar = useMemo(() => createCalendar(locale, user.time_zone), [locale, user.time_zone]);
  const moment = useMemo(() => ({ calendar, now, locale }), [calendar, now, locale]);
  return useMemo(() => ({ api, chat, moment }), [api, chat, moment]);
};
