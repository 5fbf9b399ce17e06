'use client';

import { Dialog } from '@/components/ui/dialog';
import { useUser } from '../hooks/user';
import { SignInForm } from './sign-in-form';

interface SignInAgainProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSignedIn: () => void;
}

/** Signs the same person in again without leaving the page. */
const SignInAgain = ({ open, onOpenChange, onSignedIn }: SignInAgainProps) => {
  const user = useUser();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Sign in again"
      description="Your session has ended. What you typed on this page is still here."
    >
      <SignInForm email={user.email} onSignedIn={onSignedIn} />
    </Dialog>
  );
};

export default SignInAgain;
