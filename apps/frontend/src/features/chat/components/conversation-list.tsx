'use client';

import type { Conversation } from '@todo/contracts';
import { Trash2 } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button, IconButton } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { quoted } from '@/features/tasks/model/words';
import { messageOf } from '@/lib/api';
import { useTalk } from '../hooks/use-chat';
import { useConversations } from '../hooks/use-conversations';

const ConfirmDialog = lazy(() => import('@/features/tasks/components/confirm-dialog'));

interface ConversationListProps {
  current: number | null;
  onChoose: (id: number) => void;
  onRemoved: (id: number) => void;
  onNew: () => void;
  /** Nothing was chosen. */
  onLeave: () => void;
}

/** The conversations, the one used last at the top. */
export const ConversationList = ({ current, onChoose, onRemoved, onNew, onLeave }: ConversationListProps) => {
  const { chat, moment } = useTalk();
  const query = useConversations();
  const [leaving, setLeaving] = useState<Conversation | null>(null);
  const list = useRef<HTMLElement>(null);
  const conversations = query.data?.pages.flatMap((page) => page.conversations);

  // Opened to choose one: the focus goes in.
  useEffect(() => list.current?.focus(), []);

  return (
    <section
      ref={list}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      aria-label="Conversations"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !event.currentTarget.contains(event.target as Node)) return;
        event.preventDefault();
        onLeave();
      }}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 py-2 -outline-offset-2"
    >
      {query.isError && (
        <Banner
          tone="danger"
          action={
            <Button onClick={() => void query.refetch()} busy={query.isFetching}>
              Load again
            </Button>
          }
        >
          The conversations could not be loaded. {messageOf(query.error)}
        </Banner>
      )}
      {query.isPending && <Skeleton className="m-2 h-9" />}
      {conversations?.length === 0 && (
        <EmptyState
          title="No conversations yet"
          action={
            <Button variant="primary" onClick={onNew}>
              Begin one
            </Button>
          }
        >
          What you say to the assistant is kept here until you delete it.
        </EmptyState>
      )}
      {conversations !== undefined && conversations.length > 0 && (
        // biome-ignore lint/a11y/noRedundantRoles: without its marks Safari no longer takes it for a list
        <ul role="list">
          {conversations.map((conversation) => (
            <li key={conversation.id} className="flex items-center gap-1 border-b border-line">
              <button
                type="button"
                aria-current={conversation.id === current || undefined}
                onClick={() => onChoose(conversation.id)}
                className="min-h-11 min-w-0 flex-1 rounded px-2 py-2 text-left hover:bg-sunken aria-current:font-semibold"
              >
                <span dir="auto" className="block truncate">
                  {conversation.title}
                </span>
                <span className="block text-small font-normal text-soft">
                  {moment.calendar.ago(Date.parse(conversation.updated_at), moment.now)}
                </span>
              </button>
              <IconButton
                label={`Delete the conversation ${conversation.title}`}
                onClick={() => setLeaving(conversation)}
              >
                <Trash2 aria-hidden size={16} strokeWidth={1.75} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <div className="flex justify-center pt-2">
          <Button variant="quiet" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
      {leaving !== null && (
        <Suspense>
          <ConfirmDialog
            title="Delete this conversation?"
            description={`${quoted(leaving.title)} will be gone. This can’t be undone. The tasks stay as they are.`}
            confirm="Delete conversation"
            onConfirm={async () => {
              await chat.removeConversation(leaving.id);
              onRemoved(leaving.id);
            }}
            onClosed={() => {
              setLeaving(null);
              // What opened the dialog may be gone with its conversation.
              if (document.activeElement === document.body) list.current?.focus();
            }}
          />
        </Suspense>
      )}
    </section>
  );
};
