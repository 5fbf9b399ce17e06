'use client';

import { Keyboard, LogOut, Search } from 'lucide-react';
import { useSignOut } from '@/features/auth/hooks/use-sign-out';
import { useUser } from '@/features/auth/hooks/user';
import { KeyHint } from '@/features/commands/components/keys';
import { useCommandBook } from '@/features/commands/hooks/use-commands';
import { commandOf } from '@/features/commands/model/commands';
import { THEME_OPTIONS, useTheme } from '@/features/settings/hooks/use-theme';
import { themeFrom } from '@/lib/theme';
import type { MenuPlace } from './ui/menu';
import MenuPopup from './ui/menu-popup';

const COMMANDS_OFFERED = [
  { id: 'palette', icon: Search },
  { id: 'help', icon: Keyboard },
] as const;

/** Who is signed in, what can be found by commands, how it looks, and the way out. */
const AccountMenu = (place: MenuPlace) => {
  const { name, email } = useUser();
  const commands = useCommandBook();
  const signOut = useSignOut();
  const [theme, setTheme] = useTheme();
  return (
    <MenuPopup
      {...place}
      heading={
        <div className="border-b border-line px-3 pt-2 pb-2.5">
          {name !== '' && <p className="truncate font-semibold">{name}</p>}
          <p className="truncate text-soft">{email}</p>
        </div>
      }
      items={[
        {
          kind: 'choice',
          label: 'Appearance',
          value: theme,
          options: THEME_OPTIONS,
          onChange: (value) => setTheme(themeFrom(value)),
        },
        { kind: 'separator' },
        ...COMMANDS_OFFERED.map(({ id, icon: Icon }) => ({
          kind: 'action' as const,
          label: commandOf(id).label,
          icon: <Icon aria-hidden size={16} strokeWidth={1.75} />,
          hint: <KeyHint of={id} />,
          opens: true,
          onSelect: () => void commands.run(id),
        })),
        { kind: 'separator' },
        {
          kind: 'action',
          label: 'Sign out',
          icon: <LogOut aria-hidden size={16} strokeWidth={1.75} />,
          onSelect: () => void signOut(),
        },
      ]}
    />
  );
};

export default AccountMenu;
