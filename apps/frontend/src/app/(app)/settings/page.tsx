import type { Metadata } from 'next';
import { requireUser } from '@/features/auth/server/current-user';
import { KeyboardSettings } from '@/features/commands/components/keyboard-settings';
import { AccessTokens } from '@/features/settings/components/access-tokens';
import { DeleteAccount } from '@/features/settings/components/delete-account';
import { PasswordForm } from '@/features/settings/components/password-form';
import { ProfileForm } from '@/features/settings/components/profile-form';
import { Section } from '@/features/settings/components/section';
import { Sessions } from '@/features/settings/components/sessions';
import { ThemeChoice } from '@/features/settings/components/theme-choice';
import { YourData } from '@/features/settings/components/your-data';
import { runtime } from '@/server/runtime';

export const metadata: Metadata = { title: 'Settings' };

const SettingsPage = async () => {
  const { email } = await requireUser();
  return (
    <div className="pt-8 pb-16">
      <h1 className="pb-6 text-title font-bold">Settings</h1>
      <Section
        title="Profile"
        description={
          <>
            You sign in as <span className="font-semibold wrap-anywhere text-ink">{email}</span>. The time
            zone decides when today begins.
          </>
        }
      >
        <ProfileForm />
      </Section>
      <Section title="Appearance" description="Kept on this device.">
        <ThemeChoice />
      </Section>
      <Section
        title="Keyboard"
        description="Kept on this device. Without single keys, the command palette still does everything."
      >
        <KeyboardSettings />
      </Section>
      <Section title="Password" description="A new password signs out every other device.">
        <PasswordForm />
      </Section>
      <Section title="Devices" description="Where you are signed in. Sign out what you don’t recognise.">
        <Sessions />
      </Section>
      <Section
        title="Access tokens"
        description="For programs that work with your tasks: an AI assistant over MCP, or a script over the API."
      >
        <AccessTokens mcpUrl={runtime().env.MCP_PUBLIC_URL} />
      </Section>
      <Section title="Your data" description="Take your tasks with you, or bring them here.">
        <YourData />
      </Section>
      <Section title="Delete account" description="Everything in it goes with it, at once and for good.">
        <DeleteAccount />
      </Section>
    </div>
  );
};

export default SettingsPage;
