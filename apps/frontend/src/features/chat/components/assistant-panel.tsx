'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Turn } from '@todo/contracts';
import { History, SquarePen, X } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Banner } from '@/components/ui/banner';
import { IconButton } from '@/components/ui/button';
import { useToasts } from '@/components/ui/toast';
import { useOnline } from '@/components/ui/use-online';
import SessionWatch from '@/features/auth/components/session-watch';
import { useIsSignedOut } from '@/features/auth/hooks/signed-out';
import { useUser } from '@/features/auth/hooks/user';
import { ApiProblem, messageOf } from '@/lib/api';
import { useAssistant } from '../hooks/use-assistant';
import { type Talk, TalkContext, useChat, useChatState } from '../hooks/use-chat';
import { useConversation } from '../hooks/use-conversation';
import { useConversations } from '../hooks/use-conversations';
import { usePlace } from '../hooks/use-place';
import { chatKeys } from '../model/chat';
import { isSignedOut, statusInWords, unsentInWords } from '../model/words';
import { Composer } from './composer';
import { ConversationList } from './conversation-list';
import { ConversationView } from './conversation-view';

type PlaceInPanel = ReturnType<typeof usePlace>;

/** The panel for a talk that is there. */
const Panel = ({ talk, place, announced }: { talk: Talk; place: PlaceInPanel; announced: string }) => {
  const { chat, api } = talk;
  const { unsent } = useChatState();
  const { thread, draft } = place;
  const { isOpen, isSheet, opened, awaitsFocus, close } = useAssistant();
  const conversation = useConversation(thread);
  const conversations = useConversations();
  const model = useQuery({
    queryKey: chatKeys.model,
    queryFn: ({ signal }) => api.model(signal),
    enabled: isOpen,
  });
  const toasts = useToasts();
  const isOnline = useOnline();
  const mustSignIn = useIsSignedOut();
  const [isListing, setListing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { turns, outgoing, open } = conversation;

  const log = useRef<HTMLDivElement>(null);
  const focusField = () => field.current?.focus();
  // Where a finger has pressed, the focus in the field would bring up the keys over what is to be read.
  const goOn = useCallback(
    () => (matchMedia('(pointer: coarse)').matches ? log : field).current?.focus(),
    [],
  );
  // Each opening counts.
  useEffect(() => {
    if (opened === 0) return;
    setListing(false);
    // The field may come back with this.
    requestAnimationFrame(() => awaitsFocus() && field.current?.focus());
  }, [opened, awaitsFocus]);

  // What was not sent goes back to where it was typed.
  const { writeBefore } = place;
  useEffect(() => {
    if (unsent === null || unsent.text === '') return;
    writeBefore(unsent.thread, unsent.text);
    chat.takenBack();
  }, [unsent, writeBefore, chat]);

  const leaveList = (go: () => void) => {
    go();
    setListing(false);
    // The field comes back with this.
    requestAnimationFrame(focusField);
  };
  const stop = async (turnId: number) => {
    try {
      await chat.cancel(turnId);
    } catch (error) {
      // Over is what was wanted.
      if (error instanceof ApiProblem && error.code === 'turn_not_open') return;
      toasts.show({ tone: 'danger', message: `The answer was not stopped. ${messageOf(error)}` });
    }
  };
  const say = useCallback(
    (message: string) => {
      chat.say(thread, message);
      goOn();
    },
    [chat, thread, goOn],
  );
  const isMended = !mustSignIn && isSignedOut(unsent?.error);
  const failure = unsent?.thread === thread && isOnline && !isMended ? unsent.error : null;
  const known = conversations.data?.pages
    .flatMap((page) => page.conversations)
    .find(({ id }) => id === thread);
  const title = isListing ? 'Conversations' : (known?.title ?? turns?.[0]?.message ?? 'Assistant');

  return (
    <>
      <div className="shrink-0 border-b border-line pt-[env(safe-area-inset-top)]">
        <div className="flex h-14 items-center gap-1 px-2 sm:h-12">
          <IconButton
            label={isListing ? 'Back to the conversation' : 'Conversations'}
            onClick={() => (isListing ? leaveList(() => undefined) : setListing(true))}
          >
            <History aria-hidden size={18} strokeWidth={1.75} />
          </IconButton>
          <h2 dir="auto" className="min-w-0 flex-1 truncate font-semibold">
            {title}
          </h2>
          <IconButton label="New conversation" onClick={() => leaveList(place.openNew)}>
            <SquarePen aria-hidden size={18} strokeWidth={1.75} />
          </IconButton>
          <IconButton label="Close the assistant" onClick={close}>
            <X aria-hidden size={20} strokeWidth={1.75} />
          </IconButton>
        </div>
      </div>
      {isSheet && (
        <div className="grid gap-2 px-4 not-empty:pt-3">
          <SessionWatch />
        </div>
      )}
      {isListing ? (
        <ConversationList
          current={typeof thread === 'number' ? thread : null}
          onChoose={(id) => leaveList(() => place.open(id))}
          onRemoved={(id) => {
            if (id === thread) place.openAnew();
          }}
          onNew={() => leaveList(place.openNew)}
          onLeave={() => leaveList(() => undefined)}
        />
      ) : (
        <>
          <ConversationView
            thread={thread}
            conversation={conversation}
            onSay={say}
            onMissing={place.openAnew}
            box={log}
            onGone={goOn}
          />
          <div className="grid gap-2 border-t border-line p-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
            {!isOnline && (
              <Banner tone="warn">
                You are offline. What you write is kept; send it when the connection is back.
              </Banner>
            )}
            {failure !== null && <Banner tone="danger">{unsentInWords(failure)}</Banner>}
            <Composer
              field={field}
              text={draft}
              onText={(text) => place.write(thread, text)}
              onSend={(message) => {
                place.write(thread, '');
                chat.say(thread, message);
              }}
              onStop={
                open === undefined || open.status === 'interrupted'
                  ? undefined
                  : () => void stop(open.turn_id)
              }
              last={outgoing.at(-1)?.message ?? turns?.at(-1)?.message}
              isOffline={!isOnline}
            />
            {/* As high before it is known. */}
            <p className="min-h-[1.4em] text-small text-soft">
              {model.data === 'built-in' && 'Built-in assistant, no key needed'}
            </p>
          </div>
        </>
      )}
      <p aria-live="polite" className="sr-only">
        {announced}
      </p>
    </>
  );
};

/** What is read aloud when an answer is there. */
const inWords = (turn: Turn): string =>
  ['The assistant:', turn.response, statusInWords(turn)].filter(Boolean).join(' ');

/** The assistant: conversations, and what is said and done in one of them. Comes later than the page. */
const AssistantPanel = () => {
  const user = useUser();
  const client = useQueryClient();
  const place = usePlace(user.id);
  const [announced, setAnnounced] = useState('');
  const talk = useChat({
    number: place.rename,
    over: (turn) => {
      setAnnounced(inWords(turn));
      // The built-in model stands in while an endpoint is away.
      void client.invalidateQueries({ queryKey: chatKeys.model });
    },
  });
  return (
    <TalkContext value={talk}>
      <Panel talk={talk} place={place} announced={announced} />
    </TalkContext>
  );
};

export default AssistantPanel;
