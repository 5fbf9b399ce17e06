import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { AppHeader } from '@/components/app-header';
import { OfflineBanner } from '@/components/ui/offline-banner';
import { SessionWatchLater } from '@/features/auth/components/session-watch-later';
import { UserProvider } from '@/features/auth/hooks/user';
import { requireUser } from '@/features/auth/server/current-user';
import { AssistantFrame } from '@/features/chat/components/assistant-frame';
import { isOpenIn, OPEN_COOKIE } from '@/features/chat/open-cookie';
import { CommandsProvider } from '@/features/commands/components/commands-provider';
import { EarlyKeys } from '@/features/commands/early-keys';
import { TasksProvider } from '@/features/tasks/components/tasks-provider';
import { localeFrom } from '@/lib/locale';

const AppLayout = async ({ children }: { children: ReactNode }) => {
  const user = await requireUser();
  return (
    <UserProvider user={user} locale={localeFrom((await headers()).get('accept-language'))}>
      <EarlyKeys />
      <CommandsProvider>
        <AssistantFrame initiallyOpen={isOpenIn((await cookies()).get(OPEN_COOKIE)?.value)}>
          <AppHeader />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-[46rem] rounded px-4 -outline-offset-2"
          >
            <div className="grid gap-2 not-empty:pt-3">
              <OfflineBanner />
              <SessionWatchLater />
            </div>
            <TasksProvider now={Date.now()}>{children}</TasksProvider>
          </main>
        </AssistantFrame>
      </CommandsProvider>
    </UserProvider>
  );
};

export default AppLayout;
